namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic

/// One step of the argument: what it says, its equations, and the check that was run.
type Step =
    {
        Title: string
        Statement: string
        Equations: Equation list
        Check: Certificate
    }

/// The steps of the argument for one premise.
[<RequireQualifiedAccess>]
module DerivationStep =

    let equation (id: string) (name: string) (left: Expression) (right: Expression) : Equation =
        {
            Id = id
            Name = name
            Left = left
            Right = right
        }

    /// W-1 to W-3.
    let moments (premise: Premise) (moments: LayerMoments) : Step =
        let covariance = LayerMoments.covariance

        {
            Title = "Averages over the weights"
            Statement =
                "For given C of the layer below, every average of products of Delta = w C w^T is a sum over coincidences of presynaptic indices and over cumulants of the weights."
            Equations =
                [
                    equation
                        "W-1"
                        "mean pre-activation variance"
                        (MomentOf(0, [ LayerMoments.variance ]))
                        (Value moments.Variance)
                    equation
                        "W-2"
                        "mean pre-activation covariance"
                        (MomentOf(0, [ covariance ]))
                        (Value moments.Covariance)
                    equation
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
                            equation
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
                        "Weights of one symmetric law, two of one presynaptic neuron the same number with probability R_ij: joint cumulants beyond the second hold mu_4, mu_6 and mu_8. In W-3 they come with N^(-gamma), in the fluctuation of Delta_ii with 1/N, so neither the exponent nor the map depends on them."
                    Equations = []
                    Check = MomentCertificate.ofDistribution gamma moments
                }
        | Columns((GaussianWeights | BinaryWeights), _)
        | HaarMatrix -> None

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

    /// S-1.
    let balance (premise: Premise) (scaling: CorrelationScaling) gamma : Step =
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
                    [ equation "S-1" "synaptic correlation" SynapticCorrelationSymbol (Value rho) ]
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
                    equation
                        "F-1"
                        "fluctuation of the variance"
                        (FluctuationOf LayerMoments.variance)
                        (Value(at moments.VarianceFluctuation))
                    equation
                        "F-2"
                        "variance of the field"
                        (MomentOf(0, [ Field First; Field First ]))
                        (Value(at moments.FieldVariance))
                    equation
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

    /// P-1.
    let price (premise: Premise) gamma : Step =
        {
            Title = "Covariances by Price's theorem"
            Statement =
                "C_ij = sum_n phi_n(u_i) phi_n(u_j) Delta_ij^n / n! with phi_n(u) = E_t phi^(n)(u + sqrt(D0) t). Only the first term of C_ij^2 survives as N grows."
            Equations =
                [
                    equation
                        "P-1"
                        "squared covariance"
                        (NextLayer NSigma)
                        (SquaredCovarianceSeries(
                            Premise.widthRatio premise,
                            PriceExpansion.squaredCovariance 3
                        ))
                ]
            Check =
                Certificate.ofOrders
                    "N E Delta_ij^3, N E Delta_ij^4 and N cov(Delta_ii, Delta_ij^2) at most"
                    (PriceExpansion.neglectedScales premise gamma)
        }

    let private widths (premise: Premise) : string =
        let haar =
            match premise.Weights with
            | HaarMatrix ->
                " The weights are rows of a Haar matrix, so no layer is wider than the one below."
            | Columns _ -> ""

        match premise.Widths with
        | EqualWidths -> ""
        | VaryingWidths ->
            $" c = N_out/N_in is the width of the layer in units of that below; N in averages over the weights is the width below, and N Sigma, M and V hold the width of their own layer.{haar}"

    /// MF-1 to MF-9 and IN-1 to IN-3.
    let map (premise: Premise) (map: LayerMap) : Step =
        let input id name quantity value =
            equation id name (InputLayer quantity) (Value(AsymptoticExpansion.keepFinite value))

        let start = InputMap.derive ()

        let next id name quantity =
            equation id name (NextLayer quantity) (Value(LayerMap.next quantity map))

        let definition id name functionOfField =
            equation id name (FunctionSymbol functionOfField) (FunctionDefinition functionOfField)

        {
            Title = "The closed layer map"
            Statement =
                "With u ~ N(0, F) and t ~ N(0, 1); angle brackets average over u. D/N = K1^2 / (K2 + N Sigma) to leading order. The input layer has Q = 0."
                + widths premise
            Equations =
                [
                    equation
                        "MF-1"
                        "driving variance"
                        DrivingVarianceSymbol
                        (Value map.DrivingVariance)
                    equation "MF-2" "field variance" FieldVarianceSymbol (Value map.FieldVariance)
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
            Check = Certificate.ofHomogeneity map
        }

    /// C-1 and on: what makes the collective variables move.
    let closure premise gamma (full: LayerMap) : Step =
        let sources = Parity.sources full

        let remark =
            if
                List.isEmpty sources
                && Premise.postsynaptic premise <> CorrelationStructure.Identity
            then
                " Here the correlations have mean 0 over pairs, and nothing makes them leave 0 for any phi."
            else
                ""

        {
            Title = "When four order parameters are enough"
            Statement =
                "M_ab = sqrt(N) Cov(a, b) and V_ab = sum_i Cov(h_i, a) Cov(h_i, b) of p = m.h/N and w = h.h/N start at 0 with centred inputs. Four order parameters are enough where nothing makes them leave 0: for odd phi or r = 0."
                + remark
            Equations =
                sources
                |> List.mapi (fun i (quantity, source) ->
                    equation
                        $"C-{i + 1}"
                        "source of a collective covariance"
                        (SourceOf quantity)
                        (Value(AsymptoticExpansion.exact source))
                )
            Check = Certificate.ofClosure premise gamma full
        }

    /// R-1.
    let deviations () : Step =
        {
            Title = "What moves when the input changes"
            Statement =
                "In one input all neurons share the drive S; the overlap p with the mean and the squared activity w differ from their averages. S, p and w deviate by O(N^(-1/4)), the overlap o_12 = (h^1 - m).(h^2 - m)/N of two inputs by O(N^(-1/2)). For given inputs and random weights the pre-activations are jointly Gaussian, so the average over neurons of phi(z_1) phi(z_2) follows by Price's theorem; what does not hold both inputs drops out of C."
            Equations =
                [
                    equation
                        "R-1"
                        "connected average of two inputs"
                        ConnectedAverageSymbol
                        (ConnectedAverageSeries(CollectiveFluctuations.connectedAverage ()))
                ]
            Check = Certificate.ofReplicaExpansion ()
        }

    let private names (quantity: Quantity) : string =
        match quantity with
        | NSigma -> "neural-correlation strength"
        | CollectiveCovariance _ -> "collective covariance"
        | CollectiveProjection _ -> "collective projection"
        | InputCoupling _ -> "coupling of two inputs"
        | CollectiveResponse _ -> "response of the next layer"
        | CollectiveTransfer _ -> "covariance across a layer"
        | Gain
        | Correlation
        | BiasVariance
        | InputRatio
        | InputVariance
        | K1
        | K2
        | Q
        | FieldAverage _
        | WidthRatio
        | RootWidthRatio
        | PresynapticCorrelation
        | StandardizedMoment _
        | CorrelationMoment _
        | TransferTrace _
        | ScaledSum _ -> invalidOp "No collective quantity."

    /// The equations of a wider map: what differs from the map of four, and its coefficients.
    let private widerEquations prefix (map: LayerMap) (coefficients: (Quantity * Polynomial) list) =
        let isNew (quantity, _) =
            quantity = NSigma || List.contains quantity CollectiveFluctuations.quantities

        let values =
            map.Next
            |> List.filter isNew
            |> List.map (fun (quantity, value) -> quantity, NextLayer quantity, value)

        let definitions =
            coefficients
            |> List.map (fun (quantity, value) ->
                quantity, QuantitySymbol quantity, AsymptoticExpansion.exact value
            )

        values @ definitions
        |> List.mapi (fun i (quantity, left, value) ->
            equation $"{prefix}-{i + 1}" (names quantity) left (Value value)
        )

    /// CV-1 and on.
    let collective (four: LayerMap) (full: LayerMap) : Step =
        {
            Title = "The closed map for any activation"
            Statement =
                "tr C^2 is the average of ((h^1 - h^2).(h^3 - h^4))^2 / 4 over four inputs, so the square of R-1 and the responses of p and w to S, p and w give N Sigma', M' and V'. K1', K2' and Q' stay as they are, and at the input M = V = 0."
            Equations = widerEquations "CV" full full.Definitions
            Check = Certificate.ofCollectiveMap four full
        }

    /// GC-1 and on.
    let gaussian (full: LayerMap) (gaussian: LayerMap) : Step =
        let changed =
            gaussian.Definitions
            |> List.filter (fun definition -> not (List.contains definition full.Definitions))

        {
            Title = "The Gaussian closure"
            Statement =
                "If pre-activations were jointly Gaussian over inputs, |h - m|^2/N would not move at this order and w would move as 2 p. Six parameters are left: M_pp = Q A and V_pp = Q B besides the four. Real networks are not Gaussian enough: this map holds only where M and V vanish."
            Equations = widerEquations "GC" gaussian changed
            Check = Certificate.ofHomogeneity gaussian
        }
