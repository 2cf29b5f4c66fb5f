namespace CorrSyn.Numeric.Recursion

open System
open CorrSyn.Symbolic
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.Certificates

/// <summary>The order parameters of one layer as N grows.</summary>
/// <remarks>Dimensionless. K1 spans any number of decades in a deep network, so its logarithm and the
/// ratios to its powers are what is carried; the plain values may underflow to 0.</remarks>
type LayerState =
    {
        /// 0 for the input.
        Layer: int
        /// The natural logarithm of K1.
        LogK1: float
        /// K2 / K1^2, at least 1.
        K2Ratio: float
        /// N Sigma / K1^2, at least 0.
        NSigmaRatio: float
        /// The natural logarithm of Q; negative infinity for Q = 0.
        LogQ: float
        /// The natural logarithm of the unit of squared activities in which the next are given; 0 unless
        /// activities are close to the limits of floating point.
        LogUnit: float
        /// M, V and sums along directions, where the map holds them, in units of powers of K1 and of that unit.
        Collective: Map<Quantity, float>
        /// Estimated errors, to first order: of LogK1, relative ones of the two ratios, of LogQ, and relative ones of the
        /// values of Collective in ascending order. Empty for the input, whose errors are roundings.
        Errors: float[]
    }

    /// <summary>The largest estimated relative error of K1, K2, Q, N Sigma, D/N and what else the map holds.</summary>
    /// <remarks>To first order in the errors of all layers up to this one, as if all of them added up.</remarks>
    member this.RelativeError =
        if this.Errors.Length = 0 then
            0.0
        else
            let k1 = this.Errors[0]
            let ofRatios = 2.0 * k1 + Math.Max(this.Errors[1], this.Errors[2])
            let ofFour = Math.Max(Math.Max(k1, this.Errors[3]), ofRatios)

            if Map.isEmpty this.Collective then
                ofFour
            else
                this.Collective
                |> Map.toSeq
                |> Seq.mapi (fun place (quantity, _) ->
                    this.Errors[4 + place]
                    + Math.Abs(float (MapCertificate.covarianceDegree quantity)) * k1
                )
                |> Seq.fold max ofFour

    /// The estimated relative error of N Sigma/K1^2.
    member this.ErrorOfNSigma = if this.Errors.Length = 0 then 0.0 else this.Errors[2]

    /// K1 = mean_i C_ii.
    member this.K1 = Math.Exp this.LogK1

    /// K2 = mean_i C_ii^2.
    member this.K2 = this.K2Ratio * Math.Exp(2.0 * this.LogK1)

    /// Q = mean_i m_i^2.
    member this.Q = Math.Exp this.LogQ

    /// N Sigma.
    member this.NSigma = this.NSigmaRatio * Math.Exp(2.0 * this.LogK1)

    /// <summary>The power of the unit of squared activities in which an order parameter besides K1, K2, Q
    /// and N Sigma is given.</summary>
    static member UnitPower(quantity: Quantity) : float =
        match Quantity.tryScaledSum quantity with
        | Some(ActivityAlong, _) -> 1.0
        | Some((VarianceAlong | SquareAlong | SquaredVarianceAlong), _) -> 0.0
        | None when List.contains quantity CollectiveFluctuations.quantities -> 1.0
        | None -> 0.0

    /// M_ab, V_ab or a sum along directions; 0 where the map does not hold it.
    member this.CollectiveValue(quantity: Quantity) =
        match Map.tryFind quantity this.Collective with
        | Some ratio ->
            let degree = float (MapCertificate.covarianceDegree quantity)
            let unit = LayerState.UnitPower quantity * this.LogUnit
            ratio * Math.Exp(degree * this.LogK1 + unit)
        | None -> 0.0

    /// D/N = K1^2 / (K2 + N Sigma), to leading order in N; in (0, 1].
    member this.Dimension =
        // K2 is at least K1^2; where it is K1^2, rounding may go below.
        Math.Min(1.0, 1.0 / (this.K2Ratio + this.NSigmaRatio))
