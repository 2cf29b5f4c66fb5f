namespace CorrSyn.Rendering

open System.Text.RegularExpressions
open CorrSyn.Derivation

/// <summary>Formulas as MathML Core, for pages that need no script and no font of their own.</summary>
[<RequireQualifiedAccess>]
module MathML =

    /// Letters and signs that fit side by side on the line of a page, the left-hand side aside.
    let private lineWidth = 64

    let private largestIndent = 20

    let private element name content = $"<{name}>{content}</{name}>"

    let private operator sign = element "mo" sign

    /// On several lines brackets keep their size, since no element spans lines.
    let private bracketed opening closing contents =
        let fixedSize sign = $"<mo stretchy=\"false\">{sign}</mo>"

        Bracketed(
            ($"<mrow>{operator opening}", $"{operator closing}</mrow>"),
            (fixedSize opening, fixedSize closing),
            contents
        )

    let private oneRow layout = element "mrow" (Layout.oneLine layout)

    let rec private print (tree: MathTree) : Layout =
        match tree with
        | Number(numerator, "1") -> Text(element "mn" numerator)
        | Number(numerator, denominator) ->
            Text(element "mfrac" (element "mn" numerator + element "mn" denominator))
        | Symbol(latex, _) -> Text(MathMLSymbol.render latex)
        | Sum terms -> Layout.ofSignedTerms (operator "+", operator "−") (within 1) terms
        | Product factors ->
            factors
            |> List.map (within 1)
            |> Layout.separated "<mspace width=\"0.17em\"></mspace>"
        | Power(basis, exponent) ->
            Text(element "msup" (oneRow (within 3 basis) + exponentOf exponent))
        | Average inner -> bracketed "⟨" "⟩" (print inner)
        | Expectation(variable, inner) ->
            let expectation = "<mi mathvariant=\"normal\">E</mi>"

            let front =
                match variable with
                | Some variable -> element "msub" (expectation + oneRow (print variable))
                | None -> expectation

            Beside [ Text front; bracketed "[" "]" (print inner) ]
        | Application(Symbol("'", _), argument) ->
            // A prime belongs to the last symbol of a name such as N Sigma.
            Beside [ within 1 argument; Text(operator "′") ]
        | Application(f, argument) -> Beside [ print f; argumentOf argument ]
        | Order inner -> Beside [ Text(element "mi" "O"); argumentOf inner ]

    /// The brackets of an argument stand close to the name of the function.
    and private argumentOf (tree: MathTree) : Layout =
        Beside [ Text "<mspace width=\"-0.12em\"></mspace>"; bracketed "(" ")" (print tree) ]

    /// In an exponent a fraction is written with a slash.
    and private exponentOf (tree: MathTree) : string =
        match tree with
        | Number(numerator, denominator) when denominator <> "1" ->
            element "mrow" (element "mn" numerator + operator "/" + element "mn" denominator)
        | Sum [ false, term ] -> element "mrow" (operator "−" + exponentOf term)
        | _ -> oneRow (print tree)

    and private within (precedence: int) (tree: MathTree) : Layout =
        if MathTree.precedence tree >= precedence then
            print tree
        else
            bracketed "(" ")" (print tree)

    /// About how many letters wide printed elements are; signs count two more for the space around them.
    let private width (markup: string) : int =
        let text = Regex.Replace(markup, "<[^>]*>| ", "")
        text.Length + 2 * Regex.Count(text, "[+−=]")

    let private math display content =
        $"<math display=\"{display}\">{content}</math>"

    /// A formula within a line of text.
    let render (tree: MathTree) : string = math "inline" (oneRow (print tree))

    /// <summary>Both sides of an equation, the right-hand side below itself in rows if it is long.</summary>
    let renderEquation (equation: Equation) : string =
        let left = Layout.oneLine (print (Notation.ofExpression equation.Left))

        let lines =
            Layout.lines
                width
                (lineWidth - min largestIndent (width left))
                (print (Notation.ofExpression equation.Right))

        let cell side content =
            $"<mtd style=\"text-align: {side}; padding: 0.2em 0\"><mrow>{content}</mrow></mtd>"

        let rowOf index line =
            let front = if index = 0 then left else ""

            let sign =
                if index = 0 then
                    operator "="
                else
                    "<mspace width=\"1.4em\"></mspace>"

            element "mtr" (cell "right" front + cell "left" (sign + line))

        match lines with
        | [ single ] -> math "block" (element "mrow" (left + operator "=" + single))
        | lines -> math "block" (element "mtable" (lines |> List.mapi rowOf |> String.concat ""))
