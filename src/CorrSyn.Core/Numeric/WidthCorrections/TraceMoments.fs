namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Linear

/// A sum of products of traces of C with coefficients, or the average of each product: powers in descending order, as
/// [2; 1] for tr C^2 tr C; the empty list is 1.
type TraceSum = Map<int list, float>

/// <summary>Averages over networks of products of traces, up to four factors C, exactly at any width.</summary>
/// <remarks>Equations L-1 to L-3 of docs/theory, for layers C' = a w C w^T + e 1 with Gaussian w: to a network with a nonlinear
/// phi this is the linear one with the same E Delta_ij^2 and K1. Dimensionless, in plain units.</remarks>
[<RequireQualifiedAccess>]
module TraceMoments =

    /// The most factors C.
    let degree: int = 4

    let private recursions =
        lazy ([ for d in 1..degree -> d, LinearRecursion.derive d ] |> Map.ofList)

    let private add (sum: TraceSum) (powers, coefficient) : TraceSum =
        Map.change powers (fun known -> Some(Option.defaultValue 0.0 known + coefficient)) sum

    let private collect terms : TraceSum = Seq.fold add Map.empty terms

    /// The product of two sums.
    let product (a: TraceSum) (b: TraceSum) : TraceSum =
        collect (
            seq {
                for KeyValue(left, x) in a do
                    for KeyValue(right, y) in b -> List.sortDescending (left @ right), x * y
            }
        )

    /// a - b.
    let subtract (a: TraceSum) (b: TraceSum) : TraceSum =
        b |> Map.toSeq |> Seq.fold (fun sum (powers, x) -> add sum (powers, -x)) a

    /// The product of these traces, as a sum of one term.
    let ofPowers (powers: int list) : TraceSum = Map [ List.sortDescending powers, 1.0 ]

    /// The average of a sum, given those of the products.
    let average (moments: TraceSum) (sum: TraceSum) : float =
        sum
        |> Map.toSeq
        |> Seq.sumBy (fun (powers, x) -> if List.isEmpty powers then x else x * moments[powers])

    let private evaluate (width: float) (valueOf: Quantity -> float) (polynomial: Polynomial) =
        polynomial.Terms
        |> List.sumBy (fun (monomial, coefficient) ->
            monomial.Factors
            |> List.fold
                (fun value (quantity, power) -> value * Math.Pow(valueOf quantity, float power))
                (Rational.approximate coefficient
                 * Math.Pow(width, Rational.approximate (Exponent.value monomial.Width)))
        )

    /// <summary>The averages for C = xi xi^T / N.</summary>
    let input (width: int) (inputs: InputEnsemble) : TraceSum =
        let valueOf quantity =
            match quantity with
            | InputRatio -> inputs.Ratio
            | InputVariance -> inputs.StandardDeviation * inputs.StandardDeviation
            | other -> invalidOp $"Traces of the input do not depend on {other}."

        collect (
            seq {
                for recursion in recursions.Value.Values do
                    for powers in recursion.Traces ->
                        powers,
                        LinearRecursion.input (fun _ -> Polynomial.width 1) powers
                        |> evaluate (float width) valueOf
            }
        )

    /// <summary>For each product of traces of w C w^T its average over Gaussian w, as a sum over products of traces of
    /// C.</summary>
    /// <param name="widthBelow">N_in, the number of columns of w.</param>
    /// <param name="width">N, that of rows.</param>
    /// <param name="gain">N_in times the variance of a weight.</param>
    /// <param name="rho">The correlation of weights of one presynaptic neuron; 0 to 1.</param>
    let throughWeights
        (widthBelow: int)
        (width: int)
        (gain: float)
        (rho: float)
        : Map<int list, TraceSum> =
        let n = float width

        // Eigenvalues of the correlation matrix.
        let rowTrace (power: int) =
            (n - 1.0) * Math.Pow(1.0 - rho, float power)
            + Math.Pow(1.0 + (n - 1.0) * rho, float power)

        let valueOf quantity =
            match quantity with
            | Gain -> gain
            | RowTrace power -> rowTrace power
            | other -> invalidOp $"Traces of a layer do not depend on {other}."

        Map.ofSeq (
            seq {
                for recursion in recursions.Value.Values do
                    for powers, row in List.zip recursion.Traces recursion.Transfer ->
                        powers,
                        List.zip
                            recursion.Traces
                            (row |> List.map (evaluate (float widthBelow) valueOf))
                        |> collect
            }
        )

    /// Each term replaced by its average over weights.
    let averaged (transfer: Map<int list, TraceSum>) (sum: TraceSum) : TraceSum =
        collect (
            seq {
                for KeyValue(powers, x) in sum do
                    if List.isEmpty powers then
                        yield powers, x
                    else
                        for KeyValue(below, y) in transfer[powers] -> below, x * y
            }
        )

    /// A sum of traces of C = a A + e 1, in traces of A.
    let private shifted (width: int) (a: float) (e: float) (sum: TraceSum) : TraceSum =
        let rec binomial n k =
            if k = 0 then
                1.0
            else
                binomial (n - 1) (k - 1) * float n / float k

        let trace power =
            collect (
                seq {
                    for k in 0..power ->
                        (if k = 0 then [] else [ k ]),
                        binomial power k
                        * Math.Pow(a, float k)
                        * Math.Pow(e, float (power - k))
                        * (if k = 0 then float width else 1.0)
                }
            )

        sum
        |> Map.toSeq
        |> Seq.collect (fun (powers, x) ->
            powers |> List.map trace |> List.fold product (Map [ [], x ]) |> Map.toSeq
        )
        |> collect

    /// <summary>The averages for C' = a w C w^T + e 1.</summary>
    /// <param name="width">N.</param>
    /// <param name="a">The slope.</param>
    /// <param name="e">What is added to each variance.</param>
    /// <param name="transfer">The average over the weights.</param>
    /// <param name="moments">The averages below.</param>
    let next (width: int) (a: float) (e: float) transfer (moments: TraceSum) : TraceSum =
        moments
        |> Map.map (fun powers _ ->
            ofPowers powers |> shifted width a e |> averaged transfer |> average moments
        )
