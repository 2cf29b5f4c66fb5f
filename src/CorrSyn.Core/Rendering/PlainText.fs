namespace CorrSyn.Rendering

open CorrSyn.Derivation

/// Formulas as one line of ASCII text.
[<RequireQualifiedAccess>]
module PlainText =

    let rec private print (tree: MathTree) : string =
        match tree with
        | Number(numerator, "1") -> numerator
        | Number(numerator, denominator) -> $"{numerator}/{denominator}"
        | Symbol(_, text) -> text
        | Sum terms -> MathTree.joinTerms (within 1) terms
        | Product factors -> factors |> List.map (within 1) |> String.concat " "
        | Power(basis, exponent) ->
            let exponent =
                match exponent with
                | Number(_, "1")
                | Symbol _
                | Sum [ _, Number(_, "1") ] -> print exponent
                | other -> $"({print other})"

            $"{within 3 basis}^{exponent}"
        | Average inner -> $"<{print inner}>"
        | Expectation(variable, inner) ->
            let subscript =
                variable |> Option.map (fun v -> $"_{print v}") |> Option.defaultValue ""

            $"E{subscript}[{print inner}]"
        | Application(Symbol(_, "'"), argument) -> $"{print argument}'"
        | Application(f, argument) -> $"{print f}({print argument})"
        | Order inner -> $"O({print inner})"

    and private within (precedence: int) (tree: MathTree) : string =
        if MathTree.precedence tree >= precedence then
            print tree
        else
            $"({print tree})"

    /// A formula.
    let render (tree: MathTree) : string = print tree

    /// Both sides of an equation.
    let renderEquation (equation: Equation) : string =
        $"{render (Notation.ofExpression equation.Left)} = {render (Notation.ofExpression equation.Right)}"
