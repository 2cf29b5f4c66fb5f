namespace CorrSyn.Rendering

open System.Text.RegularExpressions
open CorrSyn.Derivation

/// Formulas as LaTeX, for math mode.
[<RequireQualifiedAccess>]
module LaTeX =

    /// Letters and signs that fit side by side on the line of a page, the number of the equation aside.
    let private lineWidth = 61

    /// The longest left-hand side that the right-hand side is set beside.
    let private largestIndent = 24

    /// Brackets that grow with their contents, which on several lines they cannot.
    let private bracketed opening closing contents =
        let size =
            if (Layout.oneLine contents).Contains "\\frac" then
                "bigg"
            else
                "big"

        Bracketed(
            ($"\\left{opening} ", $" \\right{closing}"),
            ($"\\{size}l{opening} ", $" \\{size}r{closing}"),
            contents
        )

    let rec private print (tree: MathTree) : Layout =
        match tree with
        | Number(numerator, "1") -> Text numerator
        | Number(numerator, denominator) -> Text $"\\frac{{{numerator}}}{{{denominator}}}"
        | Symbol(latex, _) -> Text latex
        | Sum terms -> Layout.ofTerms (within 1) terms
        | Product factors -> factors |> List.map (within 1) |> Layout.separated " \\, "
        | Power(basis, exponent) -> Beside [ within 3 basis; Text $"^{{{printExponent exponent}}}" ]
        | Average inner -> bracketed "\\langle" "\\rangle" (print inner)
        | Expectation(variable, inner) ->
            let subscript =
                variable
                |> Option.map (fun v -> $"_{{{Layout.oneLine (print v)}}}")
                |> Option.defaultValue ""

            Beside [ Text $"\\mathbb{{E}}{subscript}"; bracketed "[" "]" (print inner) ]
        | Application(Symbol("'", _), argument) ->
            // A prime belongs to the last symbol of a name such as N Sigma.
            Beside [ within 1 argument; Text "'" ]
        | Application(f, Symbol(argument, _)) -> Beside [ print f; Text $"({argument})" ]
        | Application(f, argument) -> Beside [ print f; argumentOf argument ]
        | Order inner -> Beside [ Text "O"; argumentOf inner ]

    /// The brackets of an argument stand close to the name of the function.
    and private argumentOf (tree: MathTree) : Layout =
        Beside [ Text "\!"; bracketed "(" ")" (print tree) ]

    /// In an exponent a fraction is written with a slash.
    and private printExponent (tree: MathTree) : string =
        match tree with
        | Number(numerator, denominator) when denominator <> "1" -> $"{numerator}/{denominator}"
        | Sum [ false, term ] -> "-" + printExponent term
        | _ -> Layout.oneLine (print tree)

    and private within (precedence: int) (tree: MathTree) : Layout =
        if MathTree.precedence tree >= precedence then
            print tree
        else
            bracketed "(" ")" (print tree)

    /// <summary>About how many letters wide a printed formula is.</summary>
    /// <remarks>A command counts as one letter and signs as two, for the space around them.</remarks>
    let private width (latex: string) : int =
        let shown =
            Regex.Replace(latex, @"\\(left|right|bigg?[lr]|mathbb|mathrm|frac|[,!])|[{}_^ ]", "")

        Regex.Replace(Regex.Replace(shown, @"\\[A-Za-z]+", "x"), "[-+]", "++").Length

    /// A formula on one line, balanced in braces and in \left and \right.
    let render (tree: MathTree) : string = Layout.oneLine (print tree)

    let private lines (equation: Equation) : string * string list =
        let left = render (Notation.ofExpression equation.Left)

        left,
        Layout.lines
            width
            (lineWidth - min largestIndent (width left))
            (print (Notation.ofExpression equation.Right))

    let private rows (left: string, right: string list) : string =
        $"{left} &= " + String.concat " \\\\\n&\\quad " right

    /// <summary>Both sides of an equation as rows of amsmath's align: an ampersand before the sign, and \\ where a
    /// long right-hand side is broken.</summary>
    let renderRows (equation: Equation) : string = rows (lines equation)

    /// Both sides of an equation, on one line unless the right-hand side is too long: then its lines stand in aligned.
    let renderEquation (equation: Equation) : string =
        match lines equation with
        | left, [ right ] -> $"{left} = {right}"
        | broken -> $"\\begin{{aligned}}\n{rows broken}\n\\end{{aligned}}"
