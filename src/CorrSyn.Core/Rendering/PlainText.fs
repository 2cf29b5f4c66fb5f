namespace CorrSyn.Rendering

open CorrSyn.Derivation

/// Formulas as ASCII text.
[<RequireQualifiedAccess>]
module PlainText =

    /// Characters on the line of a page, the number of the equation aside.
    let private lineWidth = 78

    /// The longest left-hand side that the right-hand side is set beside.
    let private largestIndent = 30

    let private bracketed opening closing contents =
        Bracketed((opening, closing), (opening, closing), contents)

    let rec private print (tree: MathTree) : Layout =
        match tree with
        | Number(numerator, "1") -> Text numerator
        | Number(numerator, denominator) -> Text $"{numerator}/{denominator}"
        | Symbol(_, text) -> Text text
        | Sum terms -> Layout.ofTerms (within 1) terms
        | Product factors -> factors |> List.map (within 1) |> Layout.separated " "
        | Power(basis, exponent) ->
            let exponent =
                match exponent with
                | Number(_, "1")
                | Symbol _
                | Sum [ _, Number(_, "1") ] -> Layout.oneLine (print exponent)
                | other -> $"({Layout.oneLine (print other)})"

            Beside [ within 3 basis; Text $"^{exponent}" ]
        | Average inner -> bracketed "<" ">" (print inner)
        | Expectation(variable, inner) ->
            let subscript =
                variable
                |> Option.map (fun v -> $"_{Layout.oneLine (print v)}")
                |> Option.defaultValue ""

            Beside [ Text $"E{subscript}"; bracketed "[" "]" (print inner) ]
        | Application(Symbol(_, "'"), argument) -> Beside [ within 1 argument; Text "'" ]
        | Application(f, argument) -> Beside [ print f; bracketed "(" ")" (print argument) ]
        | Order inner -> Beside [ Text "O"; bracketed "(" ")" (print inner) ]

    and private within (precedence: int) (tree: MathTree) : Layout =
        if MathTree.precedence tree >= precedence then
            print tree
        else
            bracketed "(" ")" (print tree)

    /// A formula on one line.
    let render (tree: MathTree) : string = Layout.oneLine (print tree)

    /// Both sides of an equation, on one line.
    let renderEquation (equation: Equation) : string =
        $"{render (Notation.ofExpression equation.Left)} = {render (Notation.ofExpression equation.Right)}"

    /// Both sides of an equation, with a line feed where a long right-hand side is broken.
    let renderRows (equation: Equation) : string =
        let left = render (Notation.ofExpression equation.Left) + " = "
        let room = lineWidth - min largestIndent left.Length
        let right = print (Notation.ofExpression equation.Right)
        left + (Layout.lines String.length room right |> String.concat "\n")
