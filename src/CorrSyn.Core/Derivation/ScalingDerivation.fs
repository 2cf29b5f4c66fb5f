namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.Maps

/// <summary>The whole argument under one premise.</summary>
type ScalingDerivation =
    {
        Premise: Premise
        Scaling: CorrelationScaling
        /// The exponent in rho = r N^(-gamma): the self-consistent one if it is unique. Where the premise
        /// has no correlation it does not occur, and None is given.
        Exponent: Rational option
        /// The exponent of N in the covariance of two synapses, (g/N^a) rho; None as above.
        CovarianceExponent: Rational option
        /// The map of K1, K2, Q and N Sigma.
        Map: LayerMap
        /// The map in which p and w move as well.
        FullMap: LayerMap
        Steps: Step list
    }

/// Why there is no map.
type DerivationFailure =
    /// A demand fails whatever gamma is.
    | NoSelfConsistentScaling of ScalingObstruction
    /// More than one gamma, or none, keeps the correlation: the balance does not fix it.
    | ExponentNotUnique of Rational list
    /// Averages under that premise are not known.
    | UnsupportedPremise of ParameterError
    /// Which order parameter the map would need, and where it comes from.
    | MissingOrderParameter of string

/// Runs the argument from a premise to the map.
[<RequireQualifiedAccess>]
module ScalingDerivation =

    /// Where no correlation enters, gamma occurs nowhere and any number stands for it.
    let private withoutCorrelation = Rational.zero

    let private complete premise moments scaling exponent : ScalingDerivation =
        let gamma = defaultArg exponent withoutCorrelation

        let map = LayerMap.derive FourParameters premise moments gamma

        let widen closure =
            LayerMap.widen closure premise moments gamma map

        let weightCovariance =
            Premise.weightVariance premise * Premise.synapticCorrelation premise
            |> Polynomial.assignGamma gamma

        {
            Premise = premise
            Scaling = scaling
            Exponent = exponent
            CovarianceExponent = Polynomial.tryLeadingExponent weightCovariance |> Option.map (~-)
            Map = map
            FullMap = widen CollectiveVariables
            Steps =
                [
                    DerivationStep.moments premise moments
                    yield! Option.toList (DerivationStep.tryPairMeans premise moments)
                    DerivationStep.balance premise scaling gamma
                    yield! Option.toList (DerivationStep.tryDistribution premise moments gamma)
                    DerivationStep.fields moments gamma
                    DerivationStep.price premise gamma
                    DerivationStep.map premise map
                    yield! ClosureSteps.derive premise moments gamma widen
                ]
        }

    /// The scaling and its one exponent; None where nothing is correlated.
    let private solveScaling (moments: LayerMoments) =
        CorrelationScaling.demands moments
        |> CorrelationScaling.solve
        |> Result.mapError NoSelfConsistentScaling
        |> Result.bind (fun scaling ->
            match scaling.Regimes, scaling.Exponents with
            | [], _ -> Ok(scaling, None)
            | _, [ exponent ] -> Ok(scaling, Some exponent)
            | _, exponents -> Error(ExponentNotUnique exponents)
        )

    /// The averages of a premise with S = 1.
    let private tryMoments (premise: Premise) : Result<LayerMoments, DerivationFailure> =
        Premise.validate premise
        |> Result.bind (fun premise ->
            match Premise.presynaptic premise with
            | CorrelationStructure.Identity -> Ok(LayerMoments.derive premise)
            | CorrelationStructure.Uniform
            | CorrelationStructure.Blocks _
            | CorrelationStructure.LowRank _ as structure ->
                ParameterError.create
                    "presynaptic"
                    "identity where one exponent is sought"
                    (box (CorrelationStructure.name structure))
                |> Error
        )
        |> Result.mapError UnsupportedPremise

    /// <summary>The derivation under a premise, with every check run.</summary>
    /// <returns>The derivation, or the reason why the premise has no self-consistent map. Whether the
    /// checks passed is in the steps.</returns>
    let derive (premise: Premise) : Result<ScalingDerivation, DerivationFailure> =
        tryMoments premise
        |> Result.bind (fun moments ->
            solveScaling moments
            |> Result.map (fun (scaling, exponent) -> complete premise moments scaling exponent)
        )

    /// <summary>The layer map alone, without running the checks.</summary>
    let deriveMap (closure: Closure) (premise: Premise) : Result<LayerMap, DerivationFailure> =
        tryMoments premise
        |> Result.bind (fun moments ->
            solveScaling moments
            |> Result.map (fun (_, exponent) ->
                LayerMap.derive closure premise moments (defaultArg exponent withoutCorrelation)
            )
        )
