namespace CorrSyn.Model


/// <summary>The values that one weight takes; its mean is zero and its variance g/N_in, with N_in the
/// number of presynaptic neurons.</summary>
[<RequireQualifiedAccess>]
type WeightValues =
    /// Normally distributed.
    | Gaussian
    /// +sqrt(g/N_in) or -sqrt(g/N_in), with probability 1/2 each.
    | Binary
    /// 0 with probability 1 - p, else +sqrt(g/(N_in p)) or -sqrt(g/(N_in p)), with probability p/2 each;
    /// the excess kurtosis is 1/p - 3. The density p is above 0 and at most 1, where it is Binary.
    | Sparse of density: float
    /// Uniform between -sqrt(3 g/N_in) and sqrt(3 g/N_in); the excess kurtosis is -6/5.
    | Uniform
    /// Of the density exp(-|w|/b)/(2 b) with 2 b^2 = g/N_in; the excess kurtosis is 3.
    | Laplace

/// <summary>
/// Weights of one layer with E w_ik w_jk' = (g/N_in) R_ij S_kk': R over the postsynaptic neurons i, j and S
/// over the presynaptic neurons k, k'.
/// </summary>
/// <remarks>Every value of this type is valid: values other than Gaussian correlate by copying, with
/// probabilities that sum to at most 1.</remarks>
type CorrelatedWeights =
    private
        {
            values: WeightValues
            postsynaptic: StructuredCorrelation
            presynaptic: StructuredCorrelation
        }

    /// The values of a weight.
    member this.Values = this.values

    /// R, over postsynaptic neurons.
    member this.Postsynaptic = this.postsynaptic

    /// S, over presynaptic neurons.
    member this.Presynaptic = this.presynaptic

/// <summary>Binary weights sqrt(g/N_in) sign(y_ik) of Gaussian numbers y that are correlated over postsynaptic neurons
/// only, by sin(pi x/2), so that R has the correlation x.</summary>
/// <remarks>Every value of this type is valid: the structure of R is Identity, Uniform or Blocks.</remarks>
type SignWeights =
    private
        {
            signsPostsynaptic: StructuredCorrelation
        }

    /// R, over postsynaptic neurons.
    member this.Postsynaptic = this.signsPostsynaptic

/// <summary>How the weights of one layer of N_out x N_in neurons are drawn. A weight has mean zero and variance
/// g/N_in.</summary>
[<RequireQualifiedAccess>]
type StructuredWeights =
    /// Weights with a covariance that factors into the two sides of the layer.
    | Correlated of CorrelatedWeights
    /// Signs of Gaussian numbers.
    | Signs of SignWeights
    /// The first N_out rows and N_in columns of a Haar-distributed orthogonal matrix of the larger of the two
    /// sizes n, times sqrt(g n/N_in): w w^T = g 1 where N_out is at most N_in, else w^T w = g (N_out/N_in) 1.
    | Haar

/// Construction of weights.
[<RequireQualifiedAccess>]
module StructuredWeights =

    let private checkValues values =
        match values with
        | WeightValues.Gaussian
        | WeightValues.Binary
        | WeightValues.Uniform
        | WeightValues.Laplace -> Ok values
        | WeightValues.Sparse density ->
            density
            |> ParameterError.check "density" "0 < p <= 1" (fun p -> 0.0 < p && p <= 1.0)
            |> Result.map WeightValues.Sparse

    let private factorCount (correlation: StructuredCorrelation) =
        match correlation.Structure with
        | CorrelationStructure.Identity
        | CorrelationStructure.Uniform
        | CorrelationStructure.Blocks _ -> 1
        | CorrelationStructure.LowRank rank -> rank

    /// <summary>The probability that a weight whose correlations come from copying is a copy.</summary>
    /// <param name="postsynaptic">R with correlation x and K factors of each neuron, f = sqrt(x K).</param>
    /// <param name="presynaptic">S with y and K', g = sqrt(y K').</param>
    /// <returns>f g + f sqrt(1 - y) + sqrt(1 - x) g: of a value shared over both sides, over postsynaptic neurons
    /// and over presynaptic ones. Dimensionless; there is no such law where it is above 1.</returns>
    let copyProbability
        (postsynaptic: StructuredCorrelation)
        (presynaptic: StructuredCorrelation)
        : float =
        let shared (correlation: StructuredCorrelation) =
            sqrt (correlation.Value * float (factorCount correlation))

        let own (correlation: StructuredCorrelation) = sqrt (1.0 - correlation.Value)

        shared postsynaptic * shared presynaptic
        + shared postsynaptic * own presynaptic
        + own postsynaptic * shared presynaptic

    let private checkCopying postsynaptic (presynaptic: StructuredCorrelation) =
        let checkAlone parameter (correlation: StructuredCorrelation) =
            let count = factorCount correlation

            correlation.Value
            |> ParameterError.check
                parameter
                $"0 <= x <= 1/{count} for values that are copied"
                (fun x -> 0.0 <= x && x * float count <= 1.0)
            |> Result.map ignore

        let checkBoth () =
            let probability = copyProbability postsynaptic presynaptic

            presynaptic.Value
            |> ParameterError.check
                "presynapticCorrelation"
                $"smaller for weights that are not gaussian with postsynaptic correlation {postsynaptic.Value}: probabilities of copying sum to {probability:F3}, above 1;"
                (fun y -> postsynaptic.Value = 0.0 || y = 0.0 || probability <= 1.0)
            |> Result.map ignore

        checkAlone "postsynapticCorrelation" postsynaptic
        |> Result.bind (fun () -> checkAlone "presynapticCorrelation" presynaptic)
        |> Result.bind checkBoth

    /// <summary>Weights with those values and correlations.</summary>
    /// <param name="values">The values; a density above 0 and at most 1.</param>
    /// <param name="postsynaptic">R.</param>
    /// <param name="presynaptic">S; for values other than Gaussian <c>copyProbability</c> of R and S is at most 1,
    /// which for one of them alone and the structure LowRank k means x at most 1/k.</param>
    let tryCreate
        (values: WeightValues)
        (postsynaptic: StructuredCorrelation)
        (presynaptic: StructuredCorrelation)
        : Result<StructuredWeights, ParameterError> =
        let checkCorrelations =
            match values with
            | WeightValues.Gaussian -> Ok()
            | WeightValues.Binary
            | WeightValues.Sparse _
            | WeightValues.Uniform
            | WeightValues.Laplace -> checkCopying postsynaptic presynaptic

        checkValues values
        |> Result.bind (fun _ -> checkCorrelations)
        |> Result.map (fun () ->
            StructuredWeights.Correlated
                {
                    values = values
                    postsynaptic = postsynaptic
                    presynaptic = presynaptic
                }
        )

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The parts are out of range or do not go
    /// together.</exception>
    let create values postsynaptic presynaptic : StructuredWeights =
        ParameterError.raiseIfError (tryCreate values postsynaptic presynaptic)

    /// <summary>Binary weights that are signs of Gaussian numbers.</summary>
    /// <param name="postsynaptic">R; of the structure Identity, Uniform or Blocks.</param>
    let tryCreateSigns
        (postsynaptic: StructuredCorrelation)
        : Result<StructuredWeights, ParameterError> =
        match postsynaptic.Structure with
        | CorrelationStructure.Identity
        | CorrelationStructure.Uniform
        | CorrelationStructure.Blocks _ ->
            Ok(StructuredWeights.Signs { signsPostsynaptic = postsynaptic })
        | CorrelationStructure.LowRank _ ->
            let name = CorrelationStructure.name postsynaptic.Structure
            let allowed = "identity, uniform or blocks for signs of gaussian numbers"
            Error(ParameterError.create "postsynaptic" allowed (box name))

    /// <summary>R and S; the identity twice for Haar weights, whose entries are uncorrelated.</summary>
    let correlations (weights: StructuredWeights) : StructuredCorrelation * StructuredCorrelation =
        match weights with
        | StructuredWeights.Correlated correlated -> correlated.Postsynaptic, correlated.Presynaptic
        | StructuredWeights.Signs signs -> signs.Postsynaptic, StructuredCorrelation.none
        | StructuredWeights.Haar -> StructuredCorrelation.none, StructuredCorrelation.none

    // A negative x leaves X positive definite above -1/(n-1) only, with n neurons in a block; signs of Gaussian numbers
    // exist where the matrix of sin(pi x/2) is.
    let private checkDefinite
        isOfSigns
        parameter
        (count: int)
        (correlation: StructuredCorrelation)
        =
        let size = count / CorrelationStructure.cellCount correlation.Structure

        let lowest =
            if size < 2 then
                -1.0
            else
                let latent = -1.0 / float (size - 1)

                if isOfSigns then
                    2.0 / System.Math.PI * asin latent
                else
                    latent

        let matrix =
            if isOfSigns then
                "that of gaussian numbers whose signs have it"
            else
                "the correlation matrix"

        let allowed =
            System.FormattableString.Invariant
                $"above {lowest:G6} with {size} neurons in a block, where {matrix} is positive definite"

        correlation.Value
        |> ParameterError.check parameter allowed (fun x -> x >= 0.0 || x > lowest)
        |> Result.map ignore

    /// <summary>Whether a layer of these sizes can have these weights, or the first refusal.</summary>
    /// <remarks>A negative x must leave its correlation matrix positive definite: above -1/(n-1) where n neurons are in a
    /// block, and above (2/pi) arcsin(-1/(n-1)) for signs of Gaussian numbers.</remarks>
    /// <param name="presynapticCount">N_in, a multiple of the cell count of S.</param>
    /// <param name="postsynapticCount">N_out, a multiple of the cell count of R.</param>
    /// <param name="weights">The weights.</param>
    let checkSizes
        (presynapticCount: int)
        (postsynapticCount: int)
        (weights: StructuredWeights)
        : Result<unit, ParameterError> =
        let postsynaptic, presynaptic = correlations weights

        let multiple (correlation: StructuredCorrelation) (count: int) =
            let cells = CorrelationStructure.cellCount correlation.Structure
            let name = CorrelationStructure.name correlation.Structure

            count
            |> ParameterError.check
                "width"
                $"a positive multiple of {cells} for {name}"
                (fun count -> count > 0 && count % cells = 0)
            |> Result.map ignore

        let isOfSigns =
            match weights with
            | StructuredWeights.Signs _ -> true
            | StructuredWeights.Correlated _
            | StructuredWeights.Haar -> false

        multiple presynaptic presynapticCount
        |> Result.bind (fun () -> multiple postsynaptic postsynapticCount)
        |> Result.bind (fun () ->
            checkDefinite isOfSigns "postsynapticCorrelation" postsynapticCount postsynaptic
        )
        |> Result.bind (fun () ->
            checkDefinite isOfSigns "presynapticCorrelation" presynapticCount presynaptic
        )
