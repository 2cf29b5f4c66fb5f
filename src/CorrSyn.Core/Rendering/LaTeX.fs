namespace CorrSyn.Rendering

open CorrSyn.Derivation

/// Formulas as LaTeX, for math mode.
[<RequireQualifiedAccess>]
module LaTeX =

    let rec private print (tree: MathTree) : string =
        match tree with
        | Number(numerator, "1") -> numerator
        | Number(numerator, denominator) -> $"\\frac{{{numerator}}}{{{denominator}}}"
        | Symbol(latex, _) -> latex
        | Sum terms -> MathTree.joinTerms (within 1) terms
        | Product factors -> factors |> List.map (within 1) |> String.concat " \\, "
        | Power(basis, exponent) -> $"{within 3 basis}^{{{printExponent exponent}}}"
        | Average inner -> $"\\left\\langle {print inner} \\right\\rangle"
        | Expectation(variable, inner) ->
            let subscript =
                variable |> Option.map (fun v -> $"_{{{print v}}}") |> Option.defaultValue ""

            $"\\mathbb{{E}}{subscript}\\left[ {print inner} \\right]"
        | Application(Symbol("'", _), Symbol(latex, _)) -> $"{latex}'"
        | Application(Symbol("'", _), Product factors) ->
            // A prime belongs to the last symbol of a name such as N Sigma.
            $"{print (Product factors)}'"
        | Application(f, argument) -> $"{print f}\\left( {print argument} \\right)"
        | Order inner -> $"O\\left( {print inner} \\right)"

    /// In an exponent a fraction is written with a slash.
    and private printExponent (tree: MathTree) : string =
        match tree with
        | Number(numerator, denominator) when denominator <> "1" -> $"{numerator}/{denominator}"
        | Sum [ false, term ] -> "-" + printExponent term
        | _ -> print tree

    and private within (precedence: int) (tree: MathTree) : string =
        if MathTree.precedence tree >= precedence then
            print tree
        else
            $"\\left( {print tree} \\right)"

    /// A formula, balanced in braces and in \left and \right.
    let render (tree: MathTree) : string = print tree

    /// Both sides of an equation.
    let renderEquation (equation: Equation) : string =
        $"{render (Notation.ofExpression equation.Left)} = {render (Notation.ofExpression equation.Right)}"
