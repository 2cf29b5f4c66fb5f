namespace CorrSyn.Derivation.Linear

open CorrSyn.Symbolic

/// <summary>
/// A second route to averages over Gaussian weights, without Wick's theorem: a law of finitely many
/// weight matrices that has the same moments up to the fifth, summed over in full.
/// </summary>
/// <remarks>
/// Derived here. The law 0, +sqrt(3), -sqrt(3) with probabilities 2/3, 1/6, 1/6 has the moments 0, 1, 0, 3, 0
/// of the unit Gaussian. With independent entries z of that law and w = sqrt(variance) F z H, the rows of w are
/// correlated by R = F F^T and its columns by S = H^T H, and a polynomial of degree up to 5 in w has the same
/// average as for Gaussian weights. Delta is even in w, so all numbers are rational.
/// </remarks>
[<RequireQualifiedAccess>]
module ThreePointLaw =

    /// A layer small enough to be summed over.
    type Case =
        {
            /// The variance of a weight where R_ii = S_kk = 1.
            WeightVariance: Rational
            /// F, square, of the size of the rows.
            RowFactor: Rational[,]
            /// H, square, of the size of the columns.
            ColumnFactor: Rational[,]
            /// C of the layer below.
            Covariance: Rational[,]
        }

    /// The product of two matrices.
    let multiply (a: Rational[,]) (b: Rational[,]) : Rational[,] =
        let entry i j =
            seq { 0 .. Array2D.length2 a - 1 }
            |> Seq.fold (fun total k -> total + a[i, k] * b[k, j]) Rational.zero

        Array2D.init (Array2D.length1 a) (Array2D.length2 b) entry

    let private transpose (a: Rational[,]) =
        Array2D.init (Array2D.length2 a) (Array2D.length1 a) (fun i j -> a[j, i])

    /// tr a^power of a square matrix, for a power of at least 1.
    let trace (power: int) (a: Rational[,]) : Rational =
        let product = Seq.replicate (power - 1) a |> Seq.fold multiply a

        seq { 0 .. Array2D.length1 a - 1 }
        |> Seq.fold (fun total i -> total + product[i, i]) Rational.zero

    /// R = F F^T.
    let rows (case: Case) : Rational[,] =
        multiply case.RowFactor (transpose case.RowFactor)

    /// S = H^T H.
    let columns (case: Case) : Rational[,] =
        multiply (transpose case.ColumnFactor) case.ColumnFactor

    /// Every matrix of entries 0, 1 and -1, row by row, with its probability.
    let rec private entries (count: int) : (Rational * Rational list) list =
        if count = 0 then
            [ Rational.one, [] ]
        else
            [
                for probability, rest in entries (count - 1) do
                    Rational.ofRatio 2 3 * probability, Rational.zero :: rest
                    Rational.ofRatio 1 6 * probability, Rational.one :: rest
                    Rational.ofRatio 1 6 * probability, -Rational.one :: rest
            ]

    /// <summary>The average of a statistic of Delta = w C w^T.</summary>
    /// <param name="case">At most six weights or so: there are 3 to the power of their number matrices.</param>
    /// <param name="statistic">Polynomials of degree 1 or 2 in Delta have their Gaussian average.</param>
    let average (case: Case) (statistic: Rational[,] -> Rational) : Rational =
        let rowCount = Array2D.length1 case.RowFactor
        let columnCount = Array2D.length1 case.ColumnFactor
        // z is sqrt(3) times the entries.
        let scale = Rational.ofInt 3 * case.WeightVariance

        let inner =
            multiply (multiply case.ColumnFactor case.Covariance) (transpose case.ColumnFactor)

        let covariance (signs: Rational list) =
            let signs = Array.ofList signs
            let z = Array2D.init rowCount columnCount (fun i k -> signs[i * columnCount + k])
            let left = multiply case.RowFactor z

            multiply (multiply left inner) (transpose left)
            |> Array2D.map (fun entry -> scale * entry)

        entries (rowCount * columnCount)
        |> Seq.fold
            (fun total (probability, signs) -> total + probability * statistic (covariance signs))
            Rational.zero
