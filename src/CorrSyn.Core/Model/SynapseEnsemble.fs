namespace CorrSyn.Model

open System

/// <summary>
/// The scaled synaptic correlation r: two synapses from the same presynaptic neuron onto different
/// postsynaptic neurons are correlated with rho = r / sqrt(N).
/// </summary>
/// <remarks>Dimensionless, finite, at least 0. Whether rho is below 1 depends on the width, so
/// <see cref="T:CorrSyn.Model.NetworkSpec"/> checks that.</remarks>
type SynapticCorrelation =
    private
    | SynapticCorrelation of float

    /// The number r.
    member this.Value = let (SynapticCorrelation r) = this in r

/// Construction of the scaled synaptic correlation.
[<RequireQualifiedAccess>]
module SynapticCorrelation =

    /// The correlation r, refused unless finite and at least 0.
    let tryCreate (r: float) : Result<SynapticCorrelation, ParameterError> =
        r
        |> ParameterError.check
            "correlation"
            "0 <= r < sqrt(width)"
            (fun r -> r >= 0.0 && Double.IsFinite r)
        |> Result.map SynapticCorrelation

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">r is negative or not finite.</exception>
    let create (r: float) : SynapticCorrelation =
        ParameterError.raiseIfError (tryCreate r)

/// <summary>
/// The law of the weights of one layer. Every weight has zero mean and variance g/N; weights from
/// different presynaptic neurons are uncorrelated.
/// </summary>
[<RequireQualifiedAccess>]
type SynapseEnsemble =
    /// Jointly Gaussian weights with correlation rho = r/sqrt(N) across postsynaptic neurons.
    | Gaussian of correlation: SynapticCorrelation
    /// Weights +sqrt(g/N) or -sqrt(g/N) with correlation rho = r/sqrt(N) across postsynaptic neurons.
    | Binary of correlation: SynapticCorrelation
    /// Gaussian weights without correlation.
    | Independent
    /// sqrt(g) times a Haar-distributed orthogonal matrix.
    | Orthogonal

/// Names and correlation of the synapse ensembles.
[<RequireQualifiedAccess>]
module SynapseEnsemble =

    /// The names on the command line and in the JSON model, in the order in which they are listed.
    let names: string list = [ "gaussian"; "binary"; "orthogonal"; "independent" ]

    /// The name on the command line and in the JSON model.
    let name (ensemble: SynapseEnsemble) : string =
        match ensemble with
        | SynapseEnsemble.Gaussian _ -> "gaussian"
        | SynapseEnsemble.Binary _ -> "binary"
        | SynapseEnsemble.Orthogonal -> "orthogonal"
        | SynapseEnsemble.Independent -> "independent"

    /// <summary>The scaled correlation r of two synapses that share the presynaptic neuron.</summary>
    /// <returns>r for gaussian and binary weights; 0 for independent and for orthogonal ones, whose
    /// rows are orthogonal draw by draw but uncorrelated on average.</returns>
    let correlation (ensemble: SynapseEnsemble) : float =
        match ensemble with
        | SynapseEnsemble.Gaussian r
        | SynapseEnsemble.Binary r -> r.Value
        | SynapseEnsemble.Independent
        | SynapseEnsemble.Orthogonal -> 0.0

    /// Whether the ensemble has a correlation parameter at all.
    let hasCorrelationParameter (ensemble: SynapseEnsemble) : bool =
        match ensemble with
        | SynapseEnsemble.Gaussian _
        | SynapseEnsemble.Binary _ -> true
        | SynapseEnsemble.Independent
        | SynapseEnsemble.Orthogonal -> false

    /// <summary>The ensemble of that name.</summary>
    /// <param name="defaultCorrelation">r where the ensemble needs one and none was given.</param>
    /// <param name="correlation">r as given, or None. Given with an ensemble that has no such
    /// parameter it is an error.</param>
    /// <param name="text">One of <c>names</c>.</param>
    let tryOfName
        (defaultCorrelation: float)
        (correlation: float option)
        (text: string)
        : Result<SynapseEnsemble, ParameterError> =
        let correlated create =
            SynapticCorrelation.tryCreate (defaultArg correlation defaultCorrelation)
            |> Result.map create

        let uncorrelated ensemble =
            match correlation with
            | None -> Ok ensemble
            | Some r ->
                let allowed = $"no correlation together with {text} weights"
                Error(ParameterError.create "correlation" allowed (box r))

        match text with
        | "gaussian" -> correlated SynapseEnsemble.Gaussian
        | "binary" -> correlated SynapseEnsemble.Binary
        | "independent" -> uncorrelated SynapseEnsemble.Independent
        | "orthogonal" -> uncorrelated SynapseEnsemble.Orthogonal
        | other -> Error(ParameterError.create "weights" (String.concat ", " names) (box other))
