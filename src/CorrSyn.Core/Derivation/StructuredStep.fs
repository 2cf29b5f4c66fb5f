namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.StructuredMaps
open CorrSyn.Derivation.Certificates

/// The steps of the argument for weights that are correlated over presynaptic neurons.
[<RequireQualifiedAccess>]
module StructuredStep =

    let private equation = Equation.create

    let private exactValue = AsymptoticExpansion.exact >> Value

    let private structureName (premise: Premise) =
        CorrelationStructure.name (Premise.presynaptic premise)

    /// W-1 to W-3 and T-0 to T-2.
    let moments (premise: Premise) (moments: LayerMoments) : Step =
        let covariance = LayerMoments.covariance

        let ofCopies =
            if CopyOrders.areCopies premise then
                " For weights that are copies of shared values, as here, these are the terms of pairs of weights."
            else
                ""

        {
            Title = "Averages over the weights"
            Statement =
                $"E w_ik w_jk' = (g/N) R_ij S_kk' with S = (1 - sigma) 1 + sigma P, P of the structure {structureName premise} and sigma = s N^(-delta). By Wick's theorem presynaptic sums close to loops: T_n = N^(n-1) (g/N)^n tr (SC)^n, and T_0 = (g/N) m.S.m.{ofCopies}"
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
                    for power in KroneckerMoments.transferPowers do
                        equation
                            $"T-{power}"
                            "trace that a layer takes from the layer below"
                            (QuantitySymbol(TransferTrace power))
                            (exactValue (KroneckerMoments.definition premise power))
                ]
            Check = StructuredCertificate.ofMoments ()
        }

    /// How weights that are not Gaussian come by both correlations; none for those that are.
    let tryCopies (premise: Premise) : Step option =
        Some premise
        |> Option.filter CopyOrders.areCopies
        |> Option.map (fun premise ->
            {
                Title = "Weights that are copies of shared values"
                Statement =
                    "R and S are the unit diagonal with the other entries of f f^T and g g^T. Each weight takes, independently of the others, the value X_ab with probability |f_ia| |g_kb|, X_ak with |f_ia| sqrt(1 - sigma), X_ib with sqrt(1 - rho) |g_kb|, with the signs of f and g, and otherwise a value of its own. So E w_ik w_jk' = (g/N) R_ij S_kk' for values of any symmetric law, and a joint moment is a sum over partitions of the weights into blocks, each with the joint cumulant of one value and the sum of the probabilities over all values."
                Equations = []
                Check = CopyCertificate.ofLaw premise
            }
        )

    /// What tells copies from Gaussian weights, once the exponents are known; none for Gaussian weights.
    let tryCopyOrders
        (premise: Premise)
        (points: (ExponentValues * CopyOrders) list)
        : Step option =
        Some premise
        |> Option.filter CopyOrders.areCopies
        |> Option.map (fun premise ->
            {
                Title = "Where the distribution of the weights enters"
                Statement =
                    "Blocks of more than two weights hold the moments of a value beyond its variance, and every weight of a block the root of rho or sigma. A weight alone with its presynaptic neuron sums to d.C.d, d.m or (Cd)_k, whose powers of N are those of D-1 to D-4; all others occur twice. Averages over pairs of weights are exact as they are, and what copying adds to averages over four, six and eight vanishes as N grows."
                Equations = []
                Check = CopyCertificate.ofOrders premise points
            }
        )

    /// D-1 to D-4.
    let sums (premise: Premise) : Step =
        let remark =
            match premise.Activation with
            | OddActivation -> ""
            | AnyActivation ->
                " For phi that is not odd E C_ij has a part e/N besides, of which only the order matters."

        {
            Title = "Sums along the directions of the correlations"
            Statement =
                "P = sum_d w_d d d^T with orthogonal directions d. What a layer presents along them follows from the weights below it, whose T_n are finite: C_ii = v(u_i), C_ij = kappa(u_i) kappa(u_j) Delta_ij at leading order."
                + remark
            Equations =
                StructureSums.all
                |> List.mapi (fun i sum ->
                    equation
                        $"D-{i + 1}"
                        "sum along the directions"
                        (NextLayer(StructureSums.raw sum))
                        (exactValue (StructureSums.value premise sum))
                )
            Check = StructuredCertificate.ofSums premise
        }

    let private correlations (premise: Premise) (values: ExponentValues) =
        let at polynomial =
            polynomial
            |> Polynomial.assignGamma values.GammaValue
            |> Polynomial.assignDelta values.DeltaValue

        [
            SynapticCorrelationSymbol, at (Premise.synapticCorrelation premise)
            PresynapticCorrelationSymbol, at (Premise.presynapticCorrelation premise)
        ]
        |> List.filter (snd >> Polynomial.isZero >> not)

    let private demanded =
        "E Delta_ii, E u_i^2 and N E Delta_ij^2, with D-1 to D-4 in place of the sums, must stay finite as N grows, and the correlation must not drop out."

    /// S-1: the balance of one unknown exponent.
    let line (premise: Premise) (scaling: CorrelationScaling) (points: ExponentValues list) : Step =
        let regimes =
            scaling.Regimes
            |> List.map (DerivationStep.regimeText "delta")
            |> String.concat "; "

        {
            Title = "Self-consistency fixes the scaling"
            Statement = $"{demanded} {regimes}."
            Equations =
                points
                |> List.collect (correlations premise)
                |> List.map (fun (symbol, value) ->
                    equation "S-1" "synaptic correlation" symbol (exactValue value)
                )
            Check = Certificate.ofScaling scaling
        }

    /// S-1 and on: the balance of two unknown exponents.
    let polygon
        (premise: Premise)
        (demands: Demand list)
        (polygon: ScalingPolygon)
        (points: ExponentValues list)
        : Step =
        let edges = polygon.Edges |> List.map ScalingPolygon.lineText |> String.concat ", "

        {
            Title = "Self-consistency fixes the scalings together"
            Statement =
                $"{demanded} In the plane of gamma and delta nothing grows on one side of the border {edges}; on that side all correlations drop out, on the other a demand diverges, and on the border some term stays. Both correlations count together at the corners."
            Equations =
                points
                |> List.collect (correlations premise)
                |> List.mapi (fun i (symbol, value) ->
                    equation $"S-{i + 1}" "synaptic correlation" symbol (exactValue value)
                )
            Check = StructuredCertificate.ofPolygon demands polygon
        }

    /// F-1 to F-3.
    let fields (moments: LayerMoments) (points: (ExponentValues * CopyOrders) list) : Step =
        let scales (expansion: AsymptoticExpansion) =
            points
            |> List.map (fun (values, _) ->
                AsymptoticExpansion.assignGamma values.GammaValue expansion
                |> AsymptoticExpansion.tryLeadingExponent
            )

        let ofCopies =
            points
            |> List.choose (fun (_, copies) -> copies.VarianceFluctuation)
            |> List.map AsymptoticExpansion.orderTerm
            |> AsymptoticExpansion.sum

        let fluctuation = moments.VarianceFluctuation + ofCopies

        {
            Title = "Fields and variances do not fluctuate together"
            Statement =
                "T_0, T_1 and T_2 are finite, so the variance of a pre-activation is the same for every neuron at leading order, and the fields of different neurons are independent Gaussians."
            Equations =
                [
                    equation
                        "F-1"
                        "fluctuation of the variance"
                        (FluctuationOf LayerMoments.variance)
                        (Value fluctuation)
                    equation
                        "F-2"
                        "variance of the field"
                        (MomentOf(0, [ Field First; Field First ]))
                        (Value moments.FieldVariance)
                    equation
                        "F-3"
                        "covariance of two fields"
                        (MomentOf(0, [ Field First; Field Second ]))
                        (Value moments.FieldCovariance)
                ]
            Check =
                Certificate.ofOrders
                    "fluctuation of Delta_ii and covariance of two fields"
                    (scales fluctuation @ scales moments.FieldCovariance)
        }

    /// P-1.
    let price (premise: Premise) (points: (ExponentValues * CopyOrders) list) : Step =
        {
            Title = "Covariances by Price's theorem"
            Statement =
                "C_ij = sum_n phi_n(u_i) phi_n(u_j) Delta_ij^n / n! with phi_n(u) = E_t phi^(n)(u + sqrt(D0) t). Only the first term of C_ij^2 survives as N grows: a loop of n matrices SC is at most of order N^(-n/2)."
            Equations = [ DerivationStep.priceEquation premise ]
            Check =
                points
                |> List.collect (fun (values, _) ->
                    KroneckerMoments.neglectedScales premise values.GammaValue
                )
                |> Certificate.ofOrders
                    "N E Delta_ij^3, N E Delta_ij^4 and N cov(Delta_ii, Delta_ij^2) at most"
        }

    let private pointText (premise: Premise) (values: ExponentValues) =
        [
            Premise.postsynaptic premise, $"gamma = {Rational.render values.GammaValue}"
            Premise.presynaptic premise, $"delta = {Rational.render values.DeltaValue}"
        ]
        |> List.filter (fst >> (<>) CorrelationStructure.Identity)
        |> List.map snd
        |> String.concat " and "

    /// <summary>The map at one choice of exponents.</summary>
    /// <param name="prefix">What its equations are numbered with.</param>
    /// <param name="withInput">Whether to say what K1, K2 and N Sigma of the input layer are.</param>
    /// <param name="premise">The premise.</param>
    /// <param name="values">The exponents.</param>
    /// <param name="map">The map.</param>
    let map
        (prefix: string)
        (withInput: bool)
        (premise: Premise)
        (values: ExponentValues)
        (map: StructuredMap)
        : Step =
        let definitions =
            map.Sums
            |> List.choose (fun quantity ->
                StructureSums.tryRaw quantity
                |> Option.map (fun raw ->
                    "sum along the directions", QuantitySymbol quantity, exactValue raw
                )
            )

        let nexts =
            map.Sums
            |> List.map (fun quantity ->
                "sum along the directions, one layer up",
                NextLayer quantity,
                Value(LayerMap.next quantity map.Map)
            )

        let inputs =
            map.Inputs
            |> List.map (fun (quantity, value) ->
                "sum along the directions at the input", InputLayer quantity, exactValue value
            )

        let fixedEquations = DerivationStep.mapEquations prefix map.Map

        {
            Title = $"The closed layer map at {pointText premise values}"
            Statement =
                (if map.Sums.IsEmpty then
                     "No sum along the directions is needed besides K1, K2, Q and N Sigma."
                 else
                     "Sums along the directions are order parameters besides K1, K2, Q and N Sigma.")
                + " With u ~ N(0, F) and t ~ N(0, 1); angle brackets average over u. D/N = K1^2 / (K2 + N Sigma) to leading order. The input layer has Q = 0."
                + DerivationStep.widths premise
            Equations =
                fixedEquations
                @ (definitions @ nexts @ inputs
                   |> List.mapi (fun i (name, left, right) ->
                       equation $"{prefix}-{fixedEquations.Length + i + 1}" name left right
                   ))
                @ (if withInput then DerivationStep.inputEquations () else [])
            Check = MapCertificate.ofHomogeneity map.Map
        }
