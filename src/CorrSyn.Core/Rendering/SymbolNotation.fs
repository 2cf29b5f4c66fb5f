namespace CorrSyn.Rendering

open CorrSyn.Symbolic

/// <summary>The symbols of docs/theory/notation.md.</summary>
[<RequireQualifiedAccess>]
module SymbolNotation =

    /// A symbol in LaTeX and as plain text.
    let symbol (latex: string) (text: string) : MathTree = Symbol(latex, text)

    /// N.
    let width: MathTree = symbol "N" "N"

    /// The size of a number, without its sign.
    let number (value: Rational) : MathTree =
        Number(string (abs value.Numerator), string value.Denominator)

    let one: MathTree = number Rational.one

    /// Factors side by side, without ones.
    let product (factors: MathTree list) : MathTree =
        match factors |> List.filter ((<>) one) with
        | [] -> one
        | [ factor ] -> factor
        | factors -> Product factors

    /// A whole power.
    let power (exponent: int) (basis: MathTree) : MathTree =
        match exponent, basis with
        | 1, _ -> basis
        | _, Power(inner, Number(digits, "1")) ->
            Power(inner, number (Rational.ofInt (exponent * int digits)))
        | _, Power(inner, Sum [ false, Number(digits, "1") ]) ->
            Power(inner, Sum [ false, number (Rational.ofInt (exponent * int digits)) ])
        | _ -> Power(basis, number (Rational.ofInt exponent))

    /// The symbol of a function of the field.
    let functionOfField (functionOfField: NeuronFunction) : MathTree =
        match functionOfField with
        | MeanDerivative 0 -> symbol "m" "m"
        | MeanDerivative 1 -> symbol "\\kappa" "kappa"
        | MeanDerivative order -> symbol $"\\phi_{{{order}}}" $"phi_{order}"
        | ActivityVariance -> symbol "v" "v"
        | SquareDerivative order -> symbol $"\\psi_{{{order}}}" $"psi_{order}"
        | PowerDerivative(exponent, order) ->
            symbol $"\\psi^{{({exponent})}}_{{{order}}}" $"psi({exponent})_{order}"

    /// The letter of a collective variable.
    let collective (variable: CollectiveVariable) : string =
        match variable with
        | SharedDrive -> "S"
        | MeanOverlap -> "p"
        | SquaredActivity -> "w"

    /// A letter with two collective variables as indices.
    let private indexed letter a b =
        let indices = collective a + collective b
        symbol $"{letter}_{{{indices}}}" $"{letter}_{indices}"

    let private traceOf (matrix: MathTree) (exponent: int) =
        Product [ symbol "\\mathrm{tr}" "tr"; power exponent matrix ]

    /// E[tr C^p tr C^q ...].
    let averageOfTraces (matrix: MathTree) (powers: int list) : MathTree =
        powers
        |> List.countBy id
        |> List.map (fun (exponent, count) -> power count (traceOf matrix exponent))
        |> product
        |> fun inner -> Expectation(None, inner)

    /// The symbol of a quantity.
    let quantity (quantity: Quantity) : MathTree =
        match quantity with
        | WidthRatio -> symbol "c" "c"
        | RootWidthRatio -> symbol "\\sqrt{c}" "sqrt(c)"
        | InverseWidthRatio -> Power(symbol "c" "c", Sum [ false, one ])
        | Gain -> symbol "g" "g"
        | Correlation -> symbol "r" "r"
        | Sharing -> symbol "q" "q"
        | PresynapticCorrelation -> symbol "s" "s"
        | StandardizedMoment order -> symbol $"\\mu_{{{order}}}" $"mu_{order}"
        | CorrelationMoment power -> symbol $"f_{{{power}}}" $"f_{power}"
        | TransferTrace power -> symbol $"T_{{{power}}}" $"T_{power}"
        | MeanCovariance -> symbol "e" "e"
        | ScaledSum(sum, scale) -> StructureNotation.scaledSum sum scale
        | BiasVariance -> symbol "\\sigma_b" "sigma_b"
        | InputRatio -> symbol "\\alpha" "alpha"
        | InputVariance -> Power(symbol "\\sigma" "sigma", number (Rational.ofInt 2))
        | K1 -> symbol "K_1" "K1"
        | K2 -> symbol "K_2" "K2"
        | Q -> symbol "Q" "Q"
        | NSigma -> Product [ width; symbol "\\Sigma" "Sigma" ]
        | FieldAverage functions ->
            functions
            |> List.countBy id
            |> List.map (fun (f, count) -> power count (functionOfField f))
            |> product
            |> Average
        | CollectiveCovariance(a, b) -> indexed "M" a b
        | CollectiveProjection(a, b) -> indexed "V" a b
        | InputCoupling(a, b) -> indexed "H" a b
        | CollectiveResponse(a, b) -> indexed "L" a b
        | CollectiveTransfer(a, b) -> indexed "G" a b
        | NSigmaCorrection -> symbol "\\Sigma_1" "Sigma_1"
        | OverlapMoment a -> symbol $"B_{{{collective a}}}" $"B_{collective a}"
        | NextProjection(a, b) -> indexed "W" a b
        | CubedCovariance -> symbol "T_3" "T3"
        | FiniteCubedCovariance -> symbol "t_3" "t3"
        | QuarticCovariance -> symbol "T_4" "T4"
        | RowTrace power -> traceOf (symbol "R" "R") power
        | CovarianceTraces powers -> averageOfTraces (symbol "C" "C") powers
