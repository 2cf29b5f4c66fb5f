namespace CorrSyn.Derivation.Certificates

open CorrSyn.Symbolic

/// <summary>
/// A second route to the averages over weights, for small N and exact rational numbers: no set
/// partitions and no cumulants, only sums over everything that can happen.
/// </summary>
[<RequireQualifiedAccess>]
module Enumeration =

    /// A covariance matrix, weight variance g/N and correlation rho with N = the size of the matrix.
    type Case =
        {
            Covariance: Rational[,]
            Gain: Rational
            Correlation: Rational
        }

    /// N.
    let width (case: Case) : int = Array2D.length1 case.Covariance

    let private indices (case: Case) = [ 0 .. width case - 1 ]

    let private total (values: seq<Rational>) = Seq.fold (+) Rational.zero values

    let private half = Rational.ofRatio 1 2

    /// Every way to choose a sign for each of so many weights.
    let rec private signs (count: int) : int list list =
        if count = 0 then
            [ [] ]
        else
            [
                for rest in signs (count - 1) do
                    1 :: rest
                    -1 :: rest
            ]

    /// The probability of the signs of one presynaptic neuron's weights onto at most three neurons,
    /// each pair correlated with rho: (1 + rho sum_(i<j) s_i s_j) / 2^N. Odd moments vanish by
    /// symmetry, so for two or three signs the pair correlations leave no freedom.
    let private columnProbability (rho: Rational) (column: int list) : Rational =
        let sum = List.sum column
        let pairs = (sum * sum - column.Length) / 2

        (Rational.one + Rational.ofInt pairs * rho) * Rational.pow column.Length half

    /// <summary>The average over all binary N x N weight matrices, each with its probability.</summary>
    /// <param name="case">N = 2 or 3.</param>
    /// <param name="statistic">A function of Delta = w C w^T.</param>
    /// <exception cref="T:System.InvalidOperationException">N is neither 2 nor 3.</exception>
    let binaryAverage (case: Case) (statistic: Rational[,] -> Rational) : Rational =
        let n = width case

        if n <> 2 && n <> 3 then
            invalidOp "Pair correlations determine the law of two or three binary weights only."

        let columns = signs n
        let magnitude = case.Gain / Rational.ofInt n

        let rec matrices count =
            if count = 0 then
                [ Rational.one, [] ]
            else
                [
                    for probability, rest in matrices (count - 1) do
                        for column in columns ->
                            probability * columnProbability case.Correlation column,
                            Array.ofList column :: rest
                ]

        let covarianceOf (matrix: int[][]) =
            Array2D.init
                n
                n
                (fun i j ->
                    total (
                        seq {
                            for k in 0 .. n - 1 do
                                for l in 0 .. n - 1 ->
                                    Rational.ofInt (matrix[k][i] * matrix[l][j])
                                    * case.Covariance[k, l]
                        }
                    )
                    * magnitude
                )

        matrices n
        |> Seq.map (fun (probability, columns) ->
            probability * statistic (covarianceOf (Array.ofList columns))
        )
        |> total

    /// E x^a y^b of two unit Gaussians with correlation rho, by Stein's lemma.
    let rec private gaussianMoment (rho: Rational) (a: int) (b: int) : Rational =
        if a < 0 || b < 0 || (a + b) % 2 = 1 then
            Rational.zero
        elif a = 0 && b = 0 then
            Rational.one
        elif a = 0 then
            gaussianMoment rho b 0
        else
            Rational.ofInt (a - 1) * gaussianMoment rho (a - 2) b
            + Rational.ofInt b * rho * gaussianMoment rho (a - 1) (b - 1)

    /// <summary>E Delta_(a1 b1) Delta_(a2 b2) ... for Gaussian weights, the sum over all presynaptic
    /// indices written out.</summary>
    /// <param name="case">Any N; the cost is N to twice the number of factors.</param>
    /// <param name="factors">The two neurons of each factor.</param>
    let gaussianAverage (case: Case) (factors: (Neuron * Neuron) list) : Rational =
        let rec choices count =
            if count = 0 then
                [ [] ]
            else
                [
                    for rest in choices (count - 1) do
                        for k in indices case do
                            for l in indices case -> (k, l) :: rest
                ]

        let term (chosen: (int * int) list) =
            let weights =
                List.zip factors chosen |> List.collect (fun ((a, b), (k, l)) -> [ k, a; l, b ])

            let columnMoment k =
                let count neuron =
                    weights |> List.filter ((=) (k, neuron)) |> List.length

                gaussianMoment case.Correlation (count First) (count Second)

            let moments = indices case |> Seq.map columnMoment |> Seq.fold (*) Rational.one

            chosen
            |> List.fold (fun product (k, l) -> product * case.Covariance[k, l]) moments

        total (choices factors.Length |> Seq.map term)
        * Rational.pow factors.Length (case.Gain / Rational.ofInt (width case))

    /// <summary>The order parameters of the case, by their definitions.</summary>
    /// <returns>The value of each quantity in a polynomial where rho = r, that is gamma = 0.</returns>
    let valueOf (case: Case) (quantity: Quantity) : Rational =
        let c = case.Covariance
        let n = Rational.ofInt (width case)

        let mean power =
            total (indices case |> Seq.map (fun i -> Rational.pow power c[i, i])) / n

        match quantity with
        | Gain -> case.Gain
        | Correlation -> case.Correlation
        | K1 -> mean 1
        | K2 -> mean 2
        | NSigma ->
            total (
                seq {
                    for i in indices case do
                        for j in indices case do
                            if i <> j then
                                Rational.pow 2 c[i, j]
                }
            )
            / (n - Rational.one)
        | other -> invalidOp $"An enumeration over weights has no fields: {other}."

    /// Three small cases with every entry of C different from its neighbours.
    let cases: Case list =
        let case gain correlation (rows: int list list) =
            {
                Covariance = rows |> List.map (List.map Rational.ofInt) |> array2D
                Gain = gain
                Correlation = correlation
            }

        [
            case (Rational.ofRatio 4 5) (Rational.ofRatio 1 3) [ [ 2; 1 ]; [ 1; 3 ] ]
            case (Rational.ofRatio 3 2) (Rational.ofRatio 2 7) [ [ 5; -1 ]; [ -1; 1 ] ]
            case
                (Rational.ofRatio 2 3)
                (Rational.ofRatio 1 4)
                [ [ 2; 1; 0 ]; [ 1; 4; -1 ]; [ 0; -1; 3 ] ]
        ]
