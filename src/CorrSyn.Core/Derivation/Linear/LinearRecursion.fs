namespace CorrSyn.Derivation.Linear

open CorrSyn.Symbolic

/// <summary>
/// How averages of products of traces of C pass through one layer of a linear network, exactly at every
/// width: those of one degree (the number of factors C) follow from those of the same degree below.
/// </summary>
/// <remarks>
/// Equations L-1 to L-3 of docs/theory; derived here. Holds for phi(x) = x and Gaussian weights with row
/// correlation matrix R and variance g/N, N the number of presynaptic neurons; the number of postsynaptic
/// ones, tr R, may differ. Biases play no part: C is a covariance over inputs, and they shift every input
/// alike. Where weights are correlated over presynaptic neurons too, by S, the same recursion holds for
/// traces of S C, with R S' for R and S' that of the next layer.
/// </remarks>
type LinearRecursion =
    {
        /// The products of traces of this degree, as powers in descending order: [2] is tr C^2, [1; 1] is
        /// (tr C)^2.
        Traces: int list list
        /// The matrix that leads from their averages in one layer (columns) to those in the next (rows);
        /// polynomials in g, N and tr R^p.
        Transfer: Polynomial list list
    }

/// Recursions of averaged traces, and where they start.
[<RequireQualifiedAccess>]
module LinearRecursion =

    /// The ways to write a number as a sum of numbers not above a limit, the largest first.
    let rec private sums (limit: int) (total: int) : int list list =
        if total = 0 then
            [ [] ]
        else
            [
                for first in min limit total .. -1 .. 1 do
                    for rest in sums first (total - first) -> first :: rest
            ]

    /// The variance g/N of a weight.
    let private weightVariance = Polynomial.quantity Gain * Polynomial.width -1

    let private rowTraces (valueOf: int -> Polynomial) (term: TraceTerm) =
        term.RowPowers |> Seq.map valueOf |> Polynomial.product

    /// <summary>The recursion of the traces of one degree.</summary>
    /// <param name="degree">1 for E tr C, 2 for E tr C^2 and E (tr C)^2; 6 at most is meant.</param>
    let derive (degree: int) : LinearRecursion =
        let traces = sums degree degree

        let row powers =
            let terms = TraceAverage.average weightVariance powers

            traces
            |> List.map (fun below ->
                terms
                |> Seq.filter (fun term -> term.ColumnPowers = below)
                |> Seq.map (fun term ->
                    term.Coefficient * rowTraces (RowTrace >> Polynomial.quantity) term
                )
                |> Polynomial.sum
            )

        {
            Traces = traces
            Transfer = List.map row traces
        }

    /// <summary>The average of each product of traces in the next layer, as a polynomial in those of the
    /// layer below.</summary>
    let next (recursion: LinearRecursion) : Polynomial list =
        let below = recursion.Traces |> List.map (CovarianceTraces >> Polynomial.quantity)

        recursion.Transfer
        |> List.map (fun row -> List.map2 (*) row below |> Polynomial.sum)

    /// <summary>The average of a product of traces of the input covariance C = xi xi^T / N.</summary>
    /// <param name="rowTrace">tr A^p where traces of A C are meant; N for those of C itself.</param>
    /// <param name="powers">The powers of the traces.</param>
    /// <returns>A polynomial in alpha = P/N, sigma^2, N and what rowTrace gives.</returns>
    /// <remarks>C is Delta of the weights xi/sqrt(N) over the P x P unit matrix, so the average over
    /// weights applies, and every trace over patterns is P = alpha N.</remarks>
    let input (rowTrace: int -> Polynomial) (powers: int list) : Polynomial =
        let variance = Polynomial.quantity InputVariance * Polynomial.width -1
        let patternCount = Polynomial.quantity InputRatio * Polynomial.width 1

        TraceAverage.average variance powers
        |> Seq.map (fun term ->
            term.Coefficient
            * rowTraces rowTrace term
            * Polynomial.pow term.ColumnPowers.Length patternCount
        )
        |> Polynomial.sum
