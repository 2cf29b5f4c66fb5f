namespace CorrSyn.Derivation

open CorrSyn.Symbolic

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

/// Runs the argument from a premise to the map.
[<RequireQualifiedAccess>]
module ScalingDerivation =

    let private momentsStep (premise: Premise) (moments: LayerMoments) : Step =
        let covariance = LayerMoments.covariance

        {
            Title = "Averages over the weights"
            Statement =
                "For given C of the layer below, every average of products of Delta = w C w^T is a sum over coincidences of presynaptic indices and over cumulants of the weights."
            Equations =
                [
                    Equation.create
                        "W-1"
                        "mean pre-activation variance"
                        (MomentOf(0, [ LayerMoments.variance ]))
                        (Value moments.Variance)
                    Equation.create
                        "W-2"
                        "mean pre-activation covariance"
                        (MomentOf(0, [ covariance ]))
                        (Value moments.Covariance)
                    Equation.create
                        "W-3"
                        "squared pre-activation covariance"
                        (MomentOf(1, [ covariance; covariance ]))
                        (Value moments.SquaredCovariance)
                ]
            Check = Certificate.ofMoments premise
        }

    let private regimeText (regime: Regime) =
        let value = Rational.render

        let range =
            match regime.From, regime.To with
            | None, None -> "every gamma"
            | None, Some high -> $"gamma < {value high}"
            | Some low, None -> $"gamma > {value low}"
            | Some low, Some high when low = high -> $"gamma = {value low}"
            | Some low, Some high -> $"{value low} < gamma < {value high}"

        match regime.Verdict with
        | Diverges -> $"{range}: the correlation makes a demand diverge"
        | SelfConsistent -> $"{range}: self-consistent"
        | Irrelevant -> $"{range}: the correlation drops out"

    let private balanceStep (premise: Premise) (scaling: CorrelationScaling) gamma : Step =
        let regimes = scaling.Regimes |> List.map regimeText |> String.concat "; "

        let rho =
            Premise.synapticCorrelation premise
            |> AsymptoticExpansion.exact
            |> AsymptoticExpansion.assignGamma gamma

        {
            Title = "Self-consistency fixes the scaling"
            Statement =
                if List.isEmpty scaling.Regimes then
                    "E Delta_ii, E u_i^2 and N E Delta_ij^2 stay finite and no correlation parameter enters."
                else
                    $"E Delta_ii, E u_i^2 and N E Delta_ij^2 must stay finite as N grows, and the correlation must not drop out. {regimes}."
            Equations =
                if List.isEmpty scaling.Exponents then
                    []
                else
                    [
                        Equation.create
                            "S-1"
                            "synaptic correlation"
                            SynapticCorrelationSymbol
                            (Value rho)
                    ]
            Check = Certificate.ofScaling scaling
        }

    let private fieldsStep (moments: LayerMoments) gamma : Step =
        let at = AsymptoticExpansion.assignGamma gamma

        let scale expansion =
            AsymptoticExpansion.tryLeadingExponent (at expansion)

        {
            Title = "Fields and variances do not fluctuate together"
            Statement =
                "The variance of a pre-activation is the same for every neuron at leading order, and the fields u_i = sum_k w_ik m_k + b_i of different neurons are independent Gaussians."
            Equations =
                [
                    Equation.create
                        "F-1"
                        "fluctuation of the variance"
                        (FluctuationOf LayerMoments.variance)
                        (Value(at moments.VarianceFluctuation))
                    Equation.create
                        "F-2"
                        "variance of the field"
                        (MomentOf(0, [ Field First; Field First ]))
                        (Value(at moments.FieldVariance))
                    Equation.create
                        "F-3"
                        "covariance of two fields"
                        (MomentOf(0, [ Field First; Field Second ]))
                        (Value(at moments.FieldCovariance))
                ]
            Check =
                Certificate.ofOrders
                    "fluctuation of Delta_ii and covariance of two fields"
                    [ scale moments.VarianceFluctuation; scale moments.FieldCovariance ]
        }

    let private priceStep (premise: Premise) gamma : Step =
        {
            Title = "Covariances by Price's theorem"
            Statement =
                "C_ij = sum_n phi_n(u_i) phi_n(u_j) Delta_ij^n / n! with phi_n(u) = E_t phi^(n)(u + sqrt(D0) t). Only the first term of C_ij^2 survives as N grows."
            Equations =
                [
                    Equation.create
                        "P-1"
                        "squared covariance"
                        (NextLayer NSigma)
                        (SquaredCovarianceSeries(PriceExpansion.squaredCovariance 3))
                ]
            Check =
                Certificate.ofOrders
                    "N E Delta_ij^3, N E Delta_ij^4 and N cov(Delta_ii, Delta_ij^2) at most"
                    (PriceExpansion.neglectedScales premise gamma)
        }

    let private mapStep (map: LayerMap) : Step =
        let input id name quantity value =
            Equation.create
                id
                name
                (InputLayer quantity)
                (Value(AsymptoticExpansion.keepFinite value))

        let start = InputMap.derive ()

        let next id name quantity =
            Equation.create id name (NextLayer quantity) (Value(LayerMap.next quantity map))

        let definition id name functionOfField =
            Equation.create
                id
                name
                (FunctionSymbol functionOfField)
                (FunctionDefinition functionOfField)

        {
            Title = "The closed layer map"
            Statement =
                "With u ~ N(0, F) and t ~ N(0, 1); angle brackets average over u. D/N = K1^2 / (K2 + N Sigma) to leading order. The input layer has Q = 0."
            Equations =
                [
                    Equation.create
                        "MF-1"
                        "driving variance"
                        DrivingVarianceSymbol
                        (Value map.DrivingVariance)
                    Equation.create
                        "MF-2"
                        "field variance"
                        FieldVarianceSymbol
                        (Value map.FieldVariance)
                    next "MF-3" "first moment of the variances" K1
                    next "MF-4" "second moment of the variances" K2
                    next "MF-5" "mean squared activity" Q
                    next "MF-6" "neural-correlation strength" NSigma
                    definition "MF-7" "mean activity" Quantity.mean
                    definition "MF-8" "variance of the activity" ActivityVariance
                    definition "MF-9" "mean slope" Quantity.slope
                    input "IN-1" "first moment of the input variances" K1 start.K1
                    input "IN-2" "second moment of the input variances" K2 start.K2
                    input "IN-3" "input correlation strength" NSigma start.NSigma
                ]
            Check = MapCertificate.ofHomogeneity map
        }

    /// Where no correlation enters, gamma occurs nowhere and any number stands for it.
    let private withoutCorrelation = Rational.zero

    let private complete premise moments scaling exponent : ScalingDerivation =
        let gamma = defaultArg exponent withoutCorrelation

        let derive closure =
            LayerMap.derive closure premise moments gamma

        let map = derive FourParameters

        let weightCovariance =
            Premise.weightVariance premise * Premise.synapticCorrelation premise
            |> Polynomial.assignGamma gamma

        {
            Premise = premise
            Scaling = scaling
            Exponent = exponent
            CovarianceExponent = Polynomial.tryLeadingExponent weightCovariance |> Option.map (~-)
            Map = map
            FullMap = derive CollectiveVariables
            Steps =
                [
                    momentsStep premise moments
                    balanceStep premise scaling gamma
                    fieldsStep moments gamma
                    priceStep premise gamma
                    mapStep map
                    yield! ClosureSteps.derive premise gamma derive
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

    /// <summary>The derivation under a premise, with every check run.</summary>
    /// <returns>The derivation, or the reason why the premise has no self-consistent map. Whether the
    /// checks passed is in the steps.</returns>
    let derive (premise: Premise) : Result<ScalingDerivation, DerivationFailure> =
        let moments = LayerMoments.derive premise

        solveScaling moments
        |> Result.map (fun (scaling, exponent) -> complete premise moments scaling exponent)

    /// <summary>The layer map alone, without running the checks.</summary>
    let deriveMap (closure: Closure) (premise: Premise) : Result<LayerMap, DerivationFailure> =
        let moments = LayerMoments.derive premise

        solveScaling moments
        |> Result.map (fun (_, exponent) ->
            LayerMap.derive closure premise moments (defaultArg exponent withoutCorrelation)
        )
