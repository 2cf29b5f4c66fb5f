namespace CorrSyn.Numeric.Averages

open System
open MathNet.Numerics
open MathNet.Numerics.Integration
open MathNet.Numerics.LinearAlgebra

/// <summary>A rule on the interval from 0 to 1, and what else its nodes tell of a function there.</summary>
type PanelRule =
    {
        /// In ascending order.
        Nodes: float[]
        /// Of sum 1.
        Weights: float[]
        /// Row i gives, from values at the nodes, the integral from 0 to node i.
        Integrals: float[][]
        /// Rows that give the three highest Legendre coefficients of the interpolant.
        HighestCoefficients: float[][]
    }

/// <summary>Nodes and weights for averages over N(0,1), with orthonormal polynomials at the nodes.</summary>
type HermiteRule =
    {
        /// In ascending order.
        Points: float[]
        /// Of sum 1.
        Masses: float[]
        /// Row n holds the weight times He_n/sqrt(n!) at the nodes.
        Projections: float[][]
        /// Weights that give E f(t) - f(0) from f'' at the nodes.
        Curvatures: float[]
    }

/// Rules of Gauss.
[<RequireQualifiedAccess>]
module PanelRule =

    /// P_0 to P_count at x in [-1, 1].
    let private legendrePolynomials count (x: float) =
        let values = Array.create (count + 1) 1.0

        if count > 0 then
            values[1] <- x

        for n in 1 .. count - 1 do
            let k = float n
            values[n + 1] <- ((2.0 * k + 1.0) * x * values[n] - k * values[n - 1]) / (k + 1.0)

        values

    /// <summary>The Gauss-Legendre rule with that many nodes.</summary>
    let legendre (count: int) : PanelRule =
        let rule = GaussLegendreRule(0.0, 1.0, count)
        let order = Array.init count id |> Array.sortBy (fun i -> rule.Abscissas[i])
        let nodes = order |> Array.map (fun i -> rule.Abscissas[i])
        let weights = order |> Array.map (fun i -> rule.Weights[i])

        let polynomials =
            nodes |> Array.map (fun x -> legendrePolynomials count (2.0 * x - 1.0))

        let coefficient n =
            Array.init count (fun j -> float (2 * n + 1) * weights[j] * polynomials[j][n])

        // The integral of P_n from -1 to y is (P_(n+1) - P_(n-1))(y) / (2n + 1); half of it here.
        let integral i n =
            if n = 0 then
                nodes[i]
            else
                0.5 * (polynomials[i][n + 1] - polynomials[i][n - 1]) / float (2 * n + 1)

        {
            Nodes = nodes
            Weights = weights
            Integrals =
                Array.init
                    count
                    (fun i ->
                        Array.init
                            count
                            (fun j ->
                                Seq.init
                                    count
                                    (fun n ->
                                        if n = count - 1 && n > 0 then
                                            // P_count vanishes at the nodes.
                                            -0.5 * polynomials[i][n - 1] / float (2 * n + 1)
                                            * (coefficient n)[j]
                                        else
                                            integral i n * (coefficient n)[j]
                                    )
                                |> Seq.sum
                            )
                    )
            HighestCoefficients = Array.init 3 (fun k -> coefficient (count - 1 - k))
        }

    /// He_n(x)/sqrt(n!) for n from 0 to count.
    let private hermitePolynomials count (x: float) =
        let values = Array.create (count + 1) 1.0

        if count > 0 then
            values[1] <- x

        for n in 1 .. count - 1 do
            values[n + 1] <-
                (x * values[n] - Math.Sqrt(float n) * values[n - 1]) / Math.Sqrt(float (n + 1))

        values

    /// E f(t) - f(0) for f'' = He_2k/sqrt((2k)!): from E exp(x t) = exp(x^2/2) it is the coefficient of x^2k in
    /// (1 - exp(-x^2/2))/x^2, times sqrt((2k)!).
    let private curvatureCoefficient (k: int) =
        let factorial (n: int) = SpecialFunctions.Factorial n
        let sign = if k % 2 = 0 then 1.0 else -1.0

        sign * Math.Sqrt(factorial (2 * k))
        / (Math.Pow(2.0, float (k + 1)) * factorial (k + 1))

    /// <summary>The Gauss-Hermite rule with that many nodes.</summary>
    let hermite (count: int) : HermiteRule =
        // The nodes are the eigenvalues of the Jacobi matrix; one step of Newton takes them to rounding.
        let jacobi =
            Matrix<float>
                .Build.Dense(
                    count,
                    count,
                    fun i j -> if abs (i - j) = 1 then Math.Sqrt(float (max i j)) else 0.0
                )

        let polish x =
            let values = hermitePolynomials count x
            x - values[count] / (Math.Sqrt(float count) * values[count - 1])

        let points =
            jacobi.Evd(Symmetricity.Symmetric).EigenValues.ToArray()
            |> Array.map (fun value -> value.Real |> polish |> polish)
            |> Array.sort

        let polynomials = points |> Array.map (hermitePolynomials (count - 1))

        // Christoffel's formula, a sum of squares: no cancellation.
        let masses =
            polynomials |> Array.map (fun row -> 1.0 / Array.sumBy (fun p -> p * p) row)

        let projections =
            Array.init
                (count - 2)
                (fun n -> Array.map2 (fun (row: float[]) mass -> mass * row[n]) polynomials masses)

        {
            Points = points
            Masses = masses
            Projections = projections
            Curvatures =
                Array.init
                    count
                    (fun i ->
                        Seq.init
                            ((count - 1) / 2)
                            (fun k -> curvatureCoefficient k * projections[2 * k][i])
                        |> Seq.sum
                    )
        }
