namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.Certificates

/// The steps of the argument for one premise.
[<RequireQualifiedAccess>]
module DerivationStep =

    /// W-1 to W-3.
    let moments (premise: Premise) (moments: LayerMoments) : Step =
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
            Check = MomentCertificate.ofMoments premise
        }

    /// <summary>PM-1 and on: the means over pairs that the averages hold; none where R is alike for all pairs.</summary>
    let tryPairMeans (premise: Premise) (moments: LayerMoments) : Step option =
        let occurring =
            [ moments.Covariance; moments.SquaredCovariance; moments.FieldCovariance ]
            |> List.collect (AsymptoticExpansion.dropOrderTerm >> Polynomial.quantities)
            |> List.distinct
            |> List.sort

        match
            occurring
            |> List.choose (fun quantity ->
                Premise.tryPairMean premise quantity
                |> Option.map (fun value -> quantity, value)
            )
        with
        | [] -> None
        | means ->
            let name = CorrelationStructure.name (Premise.postsynaptic premise)

            Some
                {
                    Title = "Which neurons share correlated synapses"
                    Statement =
                        $"R has the structure {name} over postsynaptic neurons. Averages over pairs of different neurons hold f_n, the mean of (R_ij/rho)^n."
                    Equations =
                        means
                        |> List.mapi (fun i (quantity, value) ->
                            Equation.create
                                $"PM-{i + 1}"
                                "mean over pairs of a power of the correlation"
                                (QuantitySymbol quantity)
                                (Value value)
                        )
                    Check = MomentCertificate.ofStructure (Premise.postsynaptic premise)
                }

    /// <summary>What the law of the weights does beyond its variance; none where no moment occurs.</summary>
    let tryDistribution (premise: Premise) (moments: LayerMoments) gamma : Step option =
        match premise.Weights with
        | Columns(SymmetricWeights, _) ->
            Some
                {
                    Title = "Where the distribution of the weights enters"
                    Statement =
                        "Weights of one symmetric law, two of one presynaptic neuron the same number, up to the sign of R_ij, with a probability of order N^(-gamma): joint cumulants beyond the second hold mu_4, mu_6 and mu_8. In W-3 they come with N^(-gamma), in the fluctuation of Delta_ii with 1/N, so neither the exponent nor the map depends on them."
                    Equations = []
                    Check = MomentCertificate.ofDistribution gamma moments
                }
        | Columns((GaussianWeights | BinaryWeights), _)
        | HaarMatrix
        | HaarColumns -> None

    /// A regime in words, for the unknown exponent of that name.
    let regimeText (unknown: string) (regime: Regime) : string =
        let value = Rational.render

        let range =
            match regime.From, regime.To with
            | None, None -> $"every {unknown}"
            | None, Some high -> $"{unknown} < {value high}"
            | Some low, None -> $"{unknown} > {value low}"
            | Some low, Some high when low = high -> $"{unknown} = {value low}"
            | Some low, Some high -> $"{value low} < {unknown} < {value high}"

        match regime.Verdict with
        | Diverges -> $"{range}: the correlation makes a demand diverge"
        | SelfConsistent -> $"{range}: self-consistent"
        | Irrelevant -> $"{range}: the correlation drops out"

    /// S-1.
    let balance (premise: Premise) (scaling: CorrelationScaling) gamma : Step =
        let regimes = scaling.Regimes |> List.map (regimeText "gamma") |> String.concat "; "

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

    /// F-1 to F-3.
    let fields (moments: LayerMoments) gamma : Step =
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

    /// P-1, the square of Price's series.
    let priceEquation (premise: Premise) : Equation =
        Equation.create
            "P-1"
            "squared covariance"
            (NextLayer NSigma)
            (SquaredCovarianceSeries(Premise.widthRatio premise, PriceExpansion.squaredCovariance 3))

    /// The step of P-1.
    let price (premise: Premise) gamma : Step =
        let neglected =
            PriceExpansion.neglected premise
            |> List.map (fun terms -> LayerStatistics.tryScale gamma terms, terms)

        let orders =
            neglected
            |> List.map (fst >> Option.map ((+) Rational.one))
            |> Certificate.ofOrders
                "N E Delta_ij^3, N E Delta_ij^4 and N cov(Delta_ii, Delta_ij^2) at most"

        let areSeen =
            neglected
            |> List.forall (fun (power, terms) -> OrderWitness.isBoundedBy gamma power terms)

        {
            Title = "Covariances by Price's theorem"
            Statement =
                "C_ij = sum_n phi_n(u_i) phi_n(u_j) Delta_ij^n / n! with phi_n(u) = E_t phi^(n)(u + sqrt(D0) t). Only the first term of C_ij^2 survives as N grows."
            Equations = [ priceEquation premise ]
            Check =
                Certificate.create
                    orders.Kind
                    (orders.Passed && areSeen)
                    $"{orders.Detail}; their exact values for C_kk = 1, C_kl = N^(-1/2) grow no faster from N = 2^12 to 2^24"
        }

    /// What c is, where widths differ.
    let widths (premise: Premise) : string =
        let haar =
            match premise.Weights with
            | HaarMatrix -> " The weights are rows of a Haar matrix: c is at most 1."
            | HaarColumns ->
                " The weights are columns of a Haar matrix, w^T w = g c 1: c is at least 1."
            | Columns _ -> ""

        match premise.Widths with
        | EqualWidths -> ""
        | VaryingWidths ->
            $" c = N_out/N_in is the width of the layer in units of that below; N in averages over the weights is the width below, and N Sigma, M and V hold the width of their own layer.{haar}"

    /// The equations of a map, numbered with that prefix, and what its functions of the field are.
    let mapEquations (prefix: string) (map: LayerMap) : Equation list =
        let next name quantity =
            name, NextLayer quantity, Value(LayerMap.next quantity map)

        let definition name functionOfField =
            name, FunctionSymbol functionOfField, FunctionDefinition functionOfField

        [
            "driving variance", DrivingVarianceSymbol, Value map.DrivingVariance
            "field variance", FieldVarianceSymbol, Value map.FieldVariance
            next "first moment of the variances" K1
            next "second moment of the variances" K2
            next "mean squared activity" Q
            next "neural-correlation strength" NSigma
            definition "mean activity" Quantity.mean
            definition "variance of the activity" ActivityVariance
            definition "mean slope" Quantity.slope
        ]
        |> List.mapi (fun i (name, left, right) ->
            Equation.create $"{prefix}-{i + 1}" name left right
        )

    /// IN-1 to IN-3.
    let inputEquations () : Equation list =
        let start = InputMap.derive ()

        [
            "first moment of the input variances", K1, start.K1
            "second moment of the input variances", K2, start.K2
            "input correlation strength", NSigma, start.NSigma
        ]
        |> List.mapi (fun i (name, quantity, value) ->
            Equation.create
                $"IN-{i + 1}"
                name
                (InputLayer quantity)
                (Value(AsymptoticExpansion.keepFinite value))
        )

    /// MF-1 to MF-9 and IN-1 to IN-3.
    let map (premise: Premise) (map: LayerMap) : Step =
        {
            Title = "The closed layer map"
            Statement =
                "With u ~ N(0, F) and t ~ N(0, 1); angle brackets average over u. D/N = K1^2 / (K2 + N Sigma) to leading order. The input layer has Q = 0."
                + widths premise
            Equations = mapEquations "MF" map @ inputEquations ()
            Check = MapCertificate.ofHomogeneity map
        }
