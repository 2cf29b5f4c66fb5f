namespace CorrSyn.Derivation

open CorrSyn.Symbolic
open CorrSyn.Derivation.Linear
open CorrSyn.Derivation.Certificates

/// <summary>The exact theory of linear networks as steps with equations and checks.</summary>
/// <remarks>Equations L-1 to L-6 of docs/theory/linear.md; derived here.</remarks>
[<RequireQualifiedAccess>]
module LinearDerivation =

    let private matrix (rows: int list list) =
        rows |> List.map (List.map Rational.ofInt) |> array2D

    let private unit size =
        Array2D.init size size (fun i j -> if i = j then Rational.one else Rational.zero)

    /// Square, wide and tall layers, no two entries of R or C alike where it matters.
    let private layers: ThreePointLaw.Case list =
        let case rowFactor covariance : ThreePointLaw.Case =
            let covariance = matrix covariance
            let size = Array2D.length1 covariance

            {
                WeightVariance = Rational.ofRatio 4 5 / Rational.ofInt size
                RowFactor = rowFactor
                ColumnFactor = unit size
                Covariance = covariance
            }

        [
            case (unit 2) [ [ 2; 1 ]; [ 1; 3 ] ]
            // Rows of unit length: R_ii = 1 and R_12 = 24/25.
            case
                (Array2D.map (fun entry -> entry / Rational.ofInt 5) (matrix [ [ 3; 4 ]; [ 4; 3 ] ]))
                [ [ 5; -1 ]; [ -1; 1 ] ]
            case (matrix [ [ 1; 0 ]; [ 2; 1 ] ]) [ [ 2; 1; 0 ]; [ 1; 4; -1 ]; [ 0; -1; 3 ] ]
            case (matrix [ [ 1; 0; 0 ]; [ 1; 2; 0 ]; [ -1; 1; 1 ] ]) [ [ 1; 2 ]; [ 2; 7 ] ]
        ]

    /// The value of every quantity in the recursion.
    let private valueOf (case: ThreePointLaw.Case) (quantity: Quantity) : Rational =
        match quantity with
        | Gain -> case.WeightVariance * Rational.ofInt (Array2D.length1 case.Covariance)
        | RowTrace power -> ThreePointLaw.trace power (ThreePointLaw.rows case)
        | CovarianceTraces powers ->
            powers
            |> List.fold
                (fun product power -> product * ThreePointLaw.trace power case.Covariance)
                Rational.one
        | other -> invalidOp $"No such quantity in the recursion of a linear network: {other}."

    let private productOfTraces (powers: int list) (delta: Rational[,]) =
        powers
        |> List.fold (fun product power -> product * ThreePointLaw.trace power delta) Rational.one

    /// N x P inputs, as a layer of weights xi/sqrt(N) over the unit matrix.
    let private inputs: (int * ThreePointLaw.Case) list =
        [ 2, 1; 2, 2; 2, 3; 3, 2 ]
        |> List.map (fun (n, p) ->
            n,
            {
                WeightVariance = Rational.ofRatio 1 (2 * n)
                RowFactor = unit n
                ColumnFactor = unit p
                Covariance = unit p
            }
        )

    let private inputValue (n: int, case: ThreePointLaw.Case) (quantity: Quantity) : Rational =
        match quantity with
        | InputRatio -> Rational.ofRatio (Array2D.length1 case.Covariance) n
        | InputVariance -> case.WeightVariance * Rational.ofInt n
        | other -> invalidOp $"No such quantity in the input layer: {other}."

    let private certificate (what: string) (comparisons: (Rational * Rational) list) : Certificate =
        let example = Rational.render (snd (List.last comparisons))

        {
            Kind = "enumeration"
            Passed = comparisons |> List.forall (fun (derived, summed) -> derived = summed)
            Detail =
                $"{comparisons.Length} averages equal, as rationals, the sums over all {what} of a three-point law with the moments of a Gaussian up to the fifth (the last is {example})"
        }

    let private degrees = [ 2; 1 ]

    /// The average over all inputs of given N and P, by N alone.
    let private inputAverage (powers: int list) : Polynomial =
        LinearRecursion.input (fun _ -> Polynomial.width 1) powers

    let private names =
        Map
            [
                [ 2 ], "trace of the squared covariance"
                [ 1; 1 ], "squared trace of the covariance"
                [ 1 ], "trace of the covariance"
            ]

    let private recursionStep () : Step =
        let recursions = degrees |> List.map LinearRecursion.derive

        let sides =
            recursions
            |> List.collect (fun recursion ->
                List.zip recursion.Traces (LinearRecursion.next recursion)
            )

        {
            Title = "Linear networks, exactly at every width"
            Statement =
                "For phi(x) = x and Gaussian weights of variance g/N whose rows are correlated by R, Wick's theorem leaves sums over closed cycles of indices, which are traces of powers of R and of C. Traces of one degree in C give traces of the same degree, so the averages form a closed recursion. N counts the presynaptic neurons and tr R the postsynaptic ones. Biases play no part."
            Equations =
                sides
                |> List.mapi (fun i (powers, value) ->
                    {
                        Id = $"L-{i + 1}"
                        Name = names[powers]
                        Left = NextLayer(CovarianceTraces powers)
                        Right = Value(AsymptoticExpansion.exact value)
                    }
                )
            Check =
                [
                    for case in layers do
                        for powers, value in sides ->
                            Polynomial.evaluate
                                (Array2D.length1 case.Covariance)
                                (valueOf case)
                                value,
                            ThreePointLaw.average case (productOfTraces powers)
                ]
                |> certificate "weight matrices of 2 x 2, 2 x 3 and 3 x 2"
        }

    let private inputStep (firstNumber: int) : Step =
        let traces =
            degrees |> List.collect (fun degree -> (LinearRecursion.derive degree).Traces)

        {
            Title = "The input of a linear network"
            Statement =
                "C = xi xi^T / N is a layer of Gaussian weights xi/sqrt(N) over P = alpha N uncorrelated patterns, so the same sum over pairings gives its averages."
            Equations =
                traces
                |> List.mapi (fun i powers ->
                    {
                        Id = $"L-{firstNumber + i}"
                        Name = $"{names[powers]} of the input"
                        Left = InputLayer(CovarianceTraces powers)
                        Right = Value(AsymptoticExpansion.exact (inputAverage powers))
                    }
                )
            Check =
                [
                    for n, case in inputs do
                        for powers in traces ->
                            Polynomial.evaluate n (inputValue (n, case)) (inputAverage powers),
                            ThreePointLaw.average case (productOfTraces powers)
                ]
                |> certificate "xi of 2 x 1, 2 x 2, 2 x 3 and 3 x 2"
        }

    /// The steps, with every check run.
    let steps () : Step list =
        let recursion = recursionStep ()
        [ recursion; inputStep (recursion.Equations.Length + 1) ]
