namespace CorrSyn.Model

/// <summary>
/// The correlation matrix X of the weights over the neurons of one side of a layer, given one number x
/// in [0, 1): over postsynaptic neurons (R) or over presynaptic ones (S).
/// </summary>
/// <remarks>Every such matrix has a unit diagonal and is positive definite. N is the number of neurons
/// on that side; indices run from 0.</remarks>
[<RequireQualifiedAccess>]
type CorrelationStructure =
    /// X_ij = 0 for i different from j, whatever x is.
    | Identity
    /// X_ij = x for i different from j.
    | Uniform
    /// X_ij = x within each of that many blocks of equal size, 0 between them. N is a multiple of it.
    | Blocks of count: int
    /// X_ij = (x/k) sum over a = 1..k of v_i^a v_j^a for i different from j, with the k orthogonal
    /// patterns v_i^a = (-1)^floor(2^a i/N) of balanced signs. N is a multiple of 2^k.
    | LowRank of rank: int

/// Names and limits of correlation structures.
[<RequireQualifiedAccess>]
module CorrelationStructure =

    /// The most blocks; the fewest are 2.
    let largestBlockCount = 64

    /// The largest rank; the smallest is 1.
    let largestRank = 6

    /// How they are written on the command line and in JSON, in the order in which they are listed.
    let forms: string list = [ "identity"; "uniform"; "blocks:B"; "low-rank:K" ]

    /// The name on the command line and in JSON.
    let name (structure: CorrelationStructure) : string =
        match structure with
        | CorrelationStructure.Identity -> "identity"
        | CorrelationStructure.Uniform -> "uniform"
        | CorrelationStructure.Blocks count -> $"blocks:{count}"
        | CorrelationStructure.LowRank rank -> $"low-rank:{rank}"

    /// The neurons come in groups of equal size within which X is the same for all; the number of groups,
    /// which must divide N.
    let cellCount (structure: CorrelationStructure) : int =
        match structure with
        | CorrelationStructure.Identity
        | CorrelationStructure.Uniform -> 1
        | CorrelationStructure.Blocks count -> count
        | CorrelationStructure.LowRank rank -> pown 2 rank

    /// <summary>The structure of that name.</summary>
    /// <param name="parameter">What the name was given for, as named in the error.</param>
    /// <param name="text">One of <c>forms</c>, with 2 to 64 blocks or a rank of 1 to 6.</param>
    let tryOfName
        (parameter: string)
        (text: string)
        : Result<CorrelationStructure, ParameterError> =
        let refused () =
            let allowed =
                $"identity, uniform, blocks:2 to blocks:{largestBlockCount}, low-rank:1 to low-rank:{largestRank}"

            Error(ParameterError.create parameter allowed (box text))

        let counted (digits: string) low high create =
            match
                System.Int32.TryParse(
                    digits,
                    System.Globalization.NumberStyles.None,
                    System.Globalization.CultureInfo.InvariantCulture
                )
            with
            | true, count when low <= count && count <= high -> Ok(create count)
            | _ -> refused ()

        match text.Split ':' with
        | [| "identity" |] -> Ok CorrelationStructure.Identity
        | [| "uniform" |] -> Ok CorrelationStructure.Uniform
        | [| "blocks"; digits |] -> counted digits 2 largestBlockCount CorrelationStructure.Blocks
        | [| "low-rank"; digits |] -> counted digits 1 largestRank CorrelationStructure.LowRank
        | _ -> refused ()

    /// <summary>X_ij for two different neurons, in units of x.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="neuronCount">N, a multiple of <c>cellCount</c>.</param>
    /// <param name="i">0 to N-1.</param>
    /// <param name="j">0 to N-1, different from i.</param>
    /// <returns>Between -1 and 1; dimensionless. Derived here.</returns>
    let offDiagonal (structure: CorrelationStructure) (neuronCount: int) (i: int) (j: int) : float =
        let cell neuron count = neuron / (neuronCount / count)

        match structure with
        | CorrelationStructure.Identity -> 0.0
        | CorrelationStructure.Uniform -> 1.0
        | CorrelationStructure.Blocks count -> if cell i count = cell j count then 1.0 else 0.0
        | CorrelationStructure.LowRank rank ->
            let sign neuron a =
                if cell neuron (pown 2 a) % 2 = 0 then 1.0 else -1.0

            Seq.init rank (fun a -> sign i (a + 1) * sign j (a + 1)) |> Seq.average
