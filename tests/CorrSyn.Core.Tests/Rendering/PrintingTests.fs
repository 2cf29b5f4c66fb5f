module CorrSyn.Core.Tests.PrintingTests

open System.Globalization
open System.Text.RegularExpressions
open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Rendering

let private equations =
    [ Columns(GaussianWeights, true); Columns(BinaryWeights, true); HaarMatrix ]
    |> List.collect (fun weights ->
        match ScalingDerivation.derive (Premise.create weights) with
        | Ok derivation -> derivation.Steps |> List.collect _.Equations
        | Error _ -> []
    )

let private count pattern text = Regex.Matches(text, pattern).Count

let private isBalanced (text: string) =
    let depths opening closing =
        text
        |> Seq.scan
            (fun depth c ->
                if c = opening then depth + 1
                elif c = closing then depth - 1
                else depth
            )
            0
        |> List.ofSeq

    [ '{', '}'; '(', ')' ]
    |> List.forall (fun (opening, closing) ->
        let depths = depths opening closing
        List.min depths = 0 && List.last depths = 0
    )
    && count @"\\left\b" text = count @"\\right\b" text

[<Fact>]
let ``LaTeX of any expansion is balanced`` () =
    Property.holds (fun (expansion: AsymptoticExpansion) ->
        isBalanced (LaTeX.render (Notation.expansion expansion))
    )

[<Fact>]
let ``LaTeX of every derived equation is balanced, and its text is ASCII`` () =
    Assert.True(equations.Length > 40)

    for equation in equations do
        Assert.True(isBalanced (LaTeX.renderEquation equation), LaTeX.renderEquation equation)
        let text = PlainText.renderEquation equation
        Assert.True(isBalanced text, text)
        Assert.True(text |> Seq.forall System.Char.IsAscii, text)

/// Evaluates printed text by the rules a reader would use, as an oracle for brackets and signs.
let rec private parseSum (tokens: string list) : Rational * string list =
    let rec go (total, rest) =
        match rest with
        | "+" :: rest ->
            let value, rest = parseProduct rest
            go (total + value, rest)
        | "-" :: rest ->
            let value, rest = parseProduct rest
            go (total - value, rest)
        | rest -> total, rest

    match tokens with
    | "-" :: rest ->
        let value, rest = parseProduct rest
        go (-value, rest)
    | tokens -> go (parseProduct tokens)

and private parseProduct tokens =
    let rec go (total, rest) =
        match rest with
        | []
        | "+" :: _
        | "-" :: _
        | ")" :: _ -> total, rest
        | rest ->
            let value, rest = parsePower rest
            go (total * value, rest)

    go (parsePower tokens)

and private parsePower tokens =
    let value, rest = parseAtom tokens

    match rest with
    | "^" :: "-" :: exponent :: rest -> Rational.pow -(int exponent) value, rest
    | "^" :: "(" :: rest ->
        let exponent, rest = parseSum rest
        Rational.pow (int exponent.Numerator) value, List.tail rest
    | "^" :: exponent :: rest -> Rational.pow (int exponent) value, rest
    | rest -> value, rest

and private parseAtom tokens =
    match tokens with
    | "(" :: rest ->
        let value, rest = parseSum rest
        value, List.tail rest
    | "g" :: rest -> Rational.ofRatio 4 5, rest
    | "r" :: rest -> Rational.ofRatio 1 3, rest
    | "K1" :: rest -> Rational.ofRatio 1 2, rest
    | "K2" :: rest -> Rational.ofRatio 2 7, rest
    | "N" :: "Sigma" :: rest -> Rational.ofRatio 3 11, rest
    | "N" :: rest -> Rational.ofInt 4, rest
    | "<" :: "kappa" :: "^" :: "2" :: ">" :: rest -> Rational.ofRatio 5 13, rest
    | number :: "/" :: denominator :: rest -> Rational.ofRatio (int number) (int denominator), rest
    | number :: rest -> Rational.ofInt (int number), rest
    | [] -> invalidOp "The text ended early."

[<Fact>]
let ``the printed text has the value of the polynomial`` () =
    Property.holds (fun (polynomial: Polynomial) ->
        // Whole powers of N only.
        let polynomial =
            polynomial.Terms
            |> List.filter (fun (m, _) ->
                Rational.isInteger m.Width.Constant && not (Exponent.hasGamma m.Width)
            )
            |> Polynomial.ofTerms

        let text =
            PlainText.render (Notation.expansion (AsymptoticExpansion.exact polynomial))

        let tokens =
            [ for m in Regex.Matches(text, @"[A-Za-z]+\d*|\d+|[-+^()/<>]") -> m.Value ]

        fst (parseSum tokens) = Polynomial.evaluate 4 PolynomialTests.value polynomial
    )

[<Fact>]
let ``printing does not depend on the culture`` () =
    let before = CultureInfo.CurrentCulture

    let print () =
        equations |> List.map LaTeX.renderEquation

    try
        let expected = print ()
        CultureInfo.CurrentCulture <- CultureInfo "fr-FR"
        Assert.Equal<string list>(expected, print ())
    finally
        CultureInfo.CurrentCulture <- before

[<Fact>]
let ``the key equation reads as in a paper`` () =
    let key = equations |> List.find (fun equation -> equation.Id = "MF-6")

    Assert.Equal(
        @"N \, \Sigma' = g^{2} \, \left\langle \kappa^{2} \right\rangle^{2} \, \left( K_2 + N \, \Sigma + r^{2} \, K_1^{2} \right) + O\!\left( N^{-1/2} \right)",
        LaTeX.renderEquation key
    )

[<Fact>]
let ``a long equation is broken into rows, a short one is not`` () =
    let latexOf id =
        let equation = equations |> List.find (fun equation -> equation.Id = id)
        LaTeX.renderEquation equation, LaTeX.renderRows equation

    Assert.Equal((@"F = \sigma_b + g \, Q", @"F &= \sigma_b + g \, Q"), latexOf "MF-2")
    let whole, rows = latexOf "W-3"
    Assert.Equal($"\\begin{{aligned}}\n{rows}\n\\end{{aligned}}", whole)
    Assert.StartsWith(@"N \, \mathbb{E}\left[ \Delta_{ij}^{2} \right] &= g^{2} \, \bigl( K_2", rows)
    Assert.Contains(" \\\\\n&\\quad + r^{2}", rows)

[<Fact>]
let ``a sum of many terms loses nothing when it is broken`` () =
    let term power =
        Polynomial.quantity K1 * Polynomial.pow power (Polynomial.quantity NSigma)

    let value =
        AsymptoticExpansion.exact (Polynomial.sum [ for power in 1..40 -> term power ])

    let equation =
        { equations.Head with
            Left = DrivingVarianceSymbol
            Right = Value value
        }

    let rows = LaTeX.renderRows equation
    Assert.True(isBalanced (rows.Replace(@"\bigl", "").Replace(@"\bigr", "")), rows)
    Assert.Equal(count @"\\bigl" rows, count @"\\bigr" rows)

    let asOneLine =
        rows
            .Replace(" \\\\\n&\\quad ", " ")
            .Replace(@"\bigl", @"\left")
            .Replace(@"\bigr", @"\right")

    Assert.InRange(count @"\\\\" rows, 2, 8)
    Assert.Equal("D_0 &= " + LaTeX.render (Notation.expansion value), asOneLine)

[<Fact>]
let ``rows of text are the line of text, broken before signs`` () =
    for equation in equations do
        let rows = (PlainText.renderRows equation).Split '\n'
        Assert.Equal(PlainText.renderEquation equation, String.concat " " rows)
        Assert.All(rows, fun row -> Assert.InRange(row.Length, 1, 90))
        Assert.All(Array.tail rows, fun row -> Assert.Matches(@"^[+-] ", row))
