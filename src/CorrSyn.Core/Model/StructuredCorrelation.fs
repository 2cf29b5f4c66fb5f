namespace CorrSyn.Model

/// <summary>A correlation matrix over the neurons on one side of a layer: a structure and its number x.</summary>
/// <remarks>Every value of this type is valid: x is below 1 and at least 0, or above -1 for the structures Uniform and
/// Blocks, and 0 for the structure Identity. How far below 0 it may be depends on the number of neurons. Equality is
/// equality of both.</remarks>
type StructuredCorrelation =
    private
        {
            structure: CorrelationStructure
            value: float
        }

    /// The structure.
    member this.Structure = this.structure

    /// x; dimensionless, above -1 and below 1.
    member this.Value = this.value

/// Construction of structured correlations.
[<RequireQualifiedAccess>]
module StructuredCorrelation =

    /// No correlation: the identity matrix.
    let none: StructuredCorrelation =
        {
            structure = CorrelationStructure.Identity
            value = 0.0
        }

    let private checkStructure parameter structure =
        let isAllowed =
            match structure with
            | CorrelationStructure.Identity
            | CorrelationStructure.Uniform -> true
            | CorrelationStructure.Blocks count ->
                2 <= count && count <= CorrelationStructure.largestBlockCount
            | CorrelationStructure.LowRank rank ->
                1 <= rank && rank <= CorrelationStructure.largestRank

        if isAllowed then
            Ok structure
        else
            let allowed =
                $"2 to {CorrelationStructure.largestBlockCount} blocks, a rank of 1 to {CorrelationStructure.largestRank}"

            Error(
                ParameterError.create parameter allowed (box (CorrelationStructure.name structure))
            )

    /// <summary>That structure with that number.</summary>
    /// <param name="parameter">What it is for, as named in the error.</param>
    /// <param name="structure">2 to 64 blocks, a rank of 1 to 6.</param>
    /// <param name="value">x; at least 0 and below 1, and 0 for the structure Identity.</param>
    let tryCreate
        (parameter: string)
        (structure: CorrelationStructure)
        (value: float)
        : Result<StructuredCorrelation, ParameterError> =
        let allowed, isAllowed =
            match structure with
            | CorrelationStructure.Identity -> "0 without a structure", (fun x -> x = 0.0)
            | CorrelationStructure.Uniform
            | CorrelationStructure.Blocks _ -> "-1 < x < 1", (fun x -> -1.0 < x && x < 1.0)
            | CorrelationStructure.LowRank _ -> "0 <= x < 1", (fun x -> 0.0 <= x && x < 1.0)

        checkStructure parameter structure
        |> Result.bind (fun _ -> ParameterError.check parameter allowed isAllowed value)
        |> Result.map (fun value -> { structure = structure; value = value })

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The structure or x is out of range.</exception>
    let create parameter structure value : StructuredCorrelation =
        ParameterError.raiseIfError (tryCreate parameter structure value)
