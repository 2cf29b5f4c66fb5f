namespace CorrSyn.Rendering

open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps

/// <summary>The shape in which derived data are shown, with the symbols of docs/theory/notation.md.</summary>
[<RequireQualifiedAccess>]
module Notation =

    let private symbol = SymbolNotation.symbol
    let private width = SymbolNotation.width
    let private number = SymbolNotation.number
    let private one = SymbolNotation.one
    let private product = SymbolNotation.product
    let private power = SymbolNotation.power
    let private collective = SymbolNotation.collective
    let private averageOfTraces = SymbolNotation.averageOfTraces
    let private functionOfField = SymbolNotation.functionOfField

    /// The symbol of a quantity.
    let quantity: Quantity -> MathTree = SymbolNotation.quantity

    let private exponent (value: Exponent) : MathTree =
        let gamma = symbol "\\gamma" "gamma"

        let delta = symbol "\\delta" "delta"

        let terms =
            [
                value.Constant, []
                value.GammaCoefficient, [ gamma ]
                value.DeltaCoefficient, [ delta ]
            ]
            |> List.filter (fst >> Rational.isZero >> not)
            |> List.map (fun (coefficient, symbols) ->
                Rational.sign coefficient > 0, product (number coefficient :: symbols)
            )

        Sum terms

    let private widthPower (value: Exponent) =
        if value = Exponent.zero then []
        elif value = Exponent.constant Rational.one then [ width ]
        else [ Power(width, exponent value) ]

    let private monomial (powers: Exponent) (factors: (Quantity * int) list) coefficient =
        let factors = factors |> List.map (fun (name, count) -> power count (quantity name))

        product (number coefficient :: factors @ widthPower powers)

    /// The quantities that every term holds, with the smallest power.
    let private commonFactors (terms: (Monomial * Rational) list) : (Quantity * int) list =
        match terms with
        | []
        | [ _ ] -> []
        | (first, _) :: _ ->
            first.Factors
            |> List.map (fun (name, _) ->
                name, terms |> List.map (fst >> Monomial.powerOf name) |> List.min
            )
            |> List.filter (fun (_, count) -> count > 0)

    let private withoutFactors common (factors: (Quantity * int) list) =
        factors
        |> List.map (fun (name, count) ->
            let removed =
                common
                |> List.tryFind (fst >> (=) name)
                |> Option.map snd
                |> Option.defaultValue 0

            name, count - removed
        )
        |> List.filter (fun (_, count) -> count > 0)

    /// <summary>An expansion with common factors in front, terms without gamma first and large powers of N
    /// first among them, and the order term last.</summary>
    let expansion (value: AsymptoticExpansion) : MathTree =
        let terms = (AsymptoticExpansion.dropOrderTerm value).Terms
        let common = commonFactors terms

        // A power of N goes in front together with other factors that all terms hold.
        let commonWidth =
            match common, terms |> List.map (fun (term, _) -> term.Width) |> List.distinct with
            | _ :: _, [ power ] -> power
            | _ -> Exponent.zero

        let shown =
            terms
            |> List.sortBy (fun (term, coefficient) ->
                -term.Width.GammaCoefficient,
                -term.Width.DeltaCoefficient,
                -term.Width.Constant,
                -(Rational.sign coefficient),
                term.Factors.Length,
                term
            )
            |> List.map (fun (term, coefficient) ->
                Rational.sign coefficient > 0,
                monomial
                    (if term.Width = commonWidth then
                         Exponent.zero
                     else
                         term.Width)
                    (withoutFactors common term.Factors)
                    coefficient
            )

        let exact =
            match shown with
            | [] -> None
            | _ when List.isEmpty common -> Some shown
            | _ ->
                let front = common |> List.map (fun (name, count) -> power count (quantity name))
                Some [ true, product (front @ widthPower commonWidth @ [ Sum shown ]) ]

        let order =
            value.OrderTerm
            |> Option.map (fun power ->
                true,
                Order(
                    if Rational.isZero power then
                        one
                    else
                        Power(width, exponent (Exponent.constant power))
                )
            )

        match Option.defaultValue [] exact @ Option.toList order with
        | [] -> Number("0", "1")
        | [ (true, single) ] -> single
        | terms -> Sum terms

    let private factor (value: DisorderFactor) =
        let index neuron =
            match neuron with
            | First -> "i"
            | Second -> "j"

        match value with
        | PreActivationCovariance(a, b) ->
            symbol $"\\Delta_{{{index a}{index b}}}" $"Delta_{index a}{index b}"
        | Field a -> symbol $"u_{index a}" $"u_{index a}"

    let private moment (factors: DisorderFactor list) =
        factors
        |> List.countBy id
        |> List.map (fun (value, count) -> power count (factor value))
        |> product
        |> fun inner -> Expectation(None, inner)

    let private derivative order =
        match order with
        | 0 -> symbol "\\phi" "phi"
        | 1 -> symbol "\\phi'" "phi'"
        | n -> symbol $"\\phi^{{({n})}}" $"phi^({n})"

    let private derivativeOfPower exponent order =
        let basis = Power(derivative 0, number (Rational.ofInt exponent))

        match order with
        | 0 -> basis
        | _ -> Power(Application(symbol "" "", basis), symbol $"({order})" $"({order})")

    /// The formula behind a function of the field: averages over t ~ N(0, 1).
    let private definition (functionOfField: NeuronFunction) =
        let t = symbol "t" "t"
        let root = symbol "\\sqrt{D_0}" "sqrt(D0)"
        let argument = Sum [ true, symbol "u" "u"; true, Product [ root; t ] ]
        let average inner = Expectation(Some t, inner)
        let activation order = Application(derivative order, argument)

        match functionOfField with
        | MeanDerivative order -> average (activation order)
        | ActivityVariance ->
            Sum
                [
                    true, average (Power(activation 0, number (Rational.ofInt 2)))
                    false, power 2 (Application(symbol "m" "m", symbol "u" "u"))
                ]
        | SquareDerivative order -> average (Application(derivativeOfPower 2 order, argument))
        | PowerDerivative(exponent, order) ->
            average (Application(derivativeOfPower exponent order, argument))

    let private deviation (value: InputDeviation) : MathTree =
        match value with
        | Collective(variable, input) ->
            let name = collective variable
            symbol $"{name}_{{{input + 1}}}" $"{name}_{input + 1}"
        | Overlap(a, b) -> symbol $"o_{{{a + 1}{b + 1}}}" $"o_{a + 1}{b + 1}"

    let private prime tree = Application(symbol "'" "'", tree)

    /// One side of an equation.
    let ofExpression (value: Expression) : MathTree =
        match value with
        | MomentOf(count, factors) ->
            product (widthPower (Exponent.constant (Rational.ofInt count)) @ [ moment factors ])
        | FluctuationOf value ->
            Sum
                [
                    true, moment [ value; value ]
                    false, Power(moment [ value ], number (Rational.ofInt 2))
                ]
        | NextLayer(CovarianceTraces powers) -> averageOfTraces (symbol "C'" "C'") powers
        | NextLayer name -> prime (quantity name)
        | InputLayer name -> quantity name
        | DrivingVarianceSymbol -> symbol "D_0" "D0"
        | FieldVarianceSymbol -> symbol "F" "F"
        | SynapticCorrelationSymbol -> symbol "\\rho" "rho"
        | PresynapticCorrelationSymbol -> symbol "\\sigma" "sigma"
        | FunctionSymbol name -> Application(functionOfField name, symbol "u" "u")
        | FunctionDefinition name -> definition name
        | SquaredCovarianceSeries(ratio, terms) ->
            let covariance = factor LayerMoments.covariance

            Sum(
                terms
                |> List.map (fun term ->
                    let prefactor =
                        expansion (
                            AsymptoticExpansion.exact (ratio * PriceExpansion.prefactor term)
                        )

                    let average = Expectation(None, power term.Power covariance)
                    true, product [ prefactor; width; average ]
                )
                |> fun shown -> shown @ [ true, symbol "\\dots" "..." ]
            )
        | ConnectedAverageSymbol -> symbol "c_{12}" "c_12"
        | ConnectedAverageSeries terms ->
            let shown (term: ReplicaTerm, value: Polynomial) =
                true,
                product (
                    expansion (AsymptoticExpansion.exact value)
                    :: List.map deviation term.Deviations
                )

            Sum(List.map shown terms @ [ true, symbol "\\dots" "..." ])
        | SourceOf name -> Application(symbol "\\mathcal{S}" "source", quantity name)
        | NextCorrectionPart(latex, text) -> symbol $"\\Sigma_{{2,{latex}}}'" $"Sigma_2{text}'"
        | CorrectionOfVarianceFluctuations -> symbol "\\Sigma_{1,\\Delta}'" "Sigma_1Delta'"
        | QuantitySymbol name -> quantity name
        | Value value -> expansion value
