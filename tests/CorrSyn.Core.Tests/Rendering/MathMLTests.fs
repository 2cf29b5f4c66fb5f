module CorrSyn.Core.Tests.MathMLTests

open System.Xml.Linq
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Rendering

/// The elements that are written, with the number of their children; None for any number.
let private elements =
    Map
        [
            "math", Some 1
            "mtable", None
            "mtr", Some 2
            "mtd", Some 1
            "mrow", None
            "msub", Some 2
            "msup", Some 2
            "msubsup", Some 3
            "mfrac", Some 2
            "msqrt", Some 1
            "mi", Some 0
            "mn", Some 0
            "mo", Some 0
            "mspace", Some 0
        ]

/// What is wrong with markup: it is no XML, holds a foreign element or a wrong number of children, or an empty token.
let private faults (markup: string) =
    [
        for found in XElement.Parse(markup).DescendantsAndSelf() do
            let name = found.Name.LocalName
            let count = Seq.length (found.Elements())

            match Map.tryFind name elements with
            | None -> $"foreign {name}"
            | Some(Some expected) when expected <> count -> $"{name} has {count} children"
            | Some _ -> ()

            if List.contains name [ "mi"; "mn"; "mo" ] && found.Value.Trim() = "" then
                $"empty {name}"
    ]

let private premises =
    [
        for structure in
            [
                CorrelationStructure.Identity
                CorrelationStructure.Uniform
                CorrelationStructure.Blocks 2
            ] do
            for activation in [ OddActivation; AnyActivation ] do
                for widths in [ EqualWidths; VaryingWidths ] do
                    for weights in [ GaussianWeights; BinaryWeights ] do
                        { (Premise.create (Columns(weights, true))
                           |> Premise.withStructures CorrelationStructure.Uniform structure) with
                            Activation = activation
                            Widths = widths
                        }
        Premise.create HaarMatrix
    ]

let private equations =
    lazy
        [
            for premise in premises do
                match PremiseDerivation.derive premise with
                | Ok derivation -> yield! derivation.Steps |> List.collect _.Equations
                | Error _ -> ()
        ]

[<Fact>]
let ``every derived equation is MathML Core`` () =
    Assert.True(equations.Force().Length > 200)

    for equation in equations.Force() do
        let markup = MathML.renderEquation equation
        Assert.True(List.isEmpty (faults markup), $"{equation.Id}: {faults markup}: {markup}")

[<Fact>]
let ``any expansion is MathML Core`` () =
    Property.holds (fun (expansion: AsymptoticExpansion) ->
        List.isEmpty (faults (MathML.render (Notation.expansion expansion)))
    )

/// Letters, digits and signs, without brackets, spaces and what is only layout.
let private bare (text: string) =
    text
    |> Seq.filter (fun c -> not (Seq.contains c "()[]<>⟨⟩{} \n^_/⋅.…"))
    |> Seq.length

[<Fact>]
let ``long equations are set in rows, and nothing of them is lost`` () =
    let broken =
        equations.Force()
        |> List.filter (fun equation -> (MathML.renderEquation equation).Contains "<mtr>")

    Assert.True(broken.Length > 20)

    for equation in broken do
        let right = Notation.ofExpression equation.Right
        let left = Notation.ofExpression equation.Left

        let whole tree =
            bare (XElement.Parse(MathML.render tree).Value)

        Assert.Equal(
            whole left + 1 + whole right,
            bare (XElement.Parse(MathML.renderEquation equation).Value)
        )

[<Theory>]
[<InlineData("K_1", "<msub><mi>K</mi><mn>1</mn></msub>")>]
[<InlineData("\\Sigma_{2,v}'",
             "<msubsup><mi mathvariant=\"normal\">Σ</mi><mrow><mn>2</mn><mo>,</mo><mi>v</mi></mrow><mo>′</mo></msubsup>")>]
[<InlineData("\\psi^{(4)}_{2}",
             "<msubsup><mi>ψ</mi><mn>2</mn><mrow><mo>(</mo><mn>4</mn><mo>)</mo></mrow></msubsup>")>]
[<InlineData("\\mathrm{tr}\\,C^2P",
             "<mrow><mi mathvariant=\"normal\">tr</mi><msup><mi>C</mi><mn>2</mn></msup><mi>P</mi></mrow>")>]
[<InlineData("\\sqrt{D_0}", "<msqrt><msub><mi>D</mi><mn>0</mn></msub></msqrt>")>]
let ``symbols are set as they are written in LaTeX`` (latex: string, expected: string) =
    Assert.Equal(expected, MathMLSymbol.render latex)
