namespace CorrSyn.Numeric.GivenNetwork

open System

/// <summary>The Hermite coefficients of the neurons of a layer and what is left out beyond them.</summary>
/// <remarks>Equations SN-3 to SN-5. N neurons, orders 1 to M. With c_n(i) = a_n(i)/sqrt(n!) the variance of
/// neuron i is the sum of c_n(i)^2 over all n. Relative to that variance, a coefficient has the error of the
/// tolerance that it was made with.</remarks>
type HermiteTable =
    {
        /// M.
        Order: int
        /// m_i, N numbers.
        Mean: float[]
        /// v_i, N numbers.
        Variance: float[]
        /// c_n(i) at place (n - 1) N + i: M x N.
        Coefficients: float[]
        /// The square root of the sum of c_k(i)^2 over k above n, in units of v_i, at place n N + i: (M + 1) x N.
        /// Never below 3e-8, since rounding hides what is smaller.
        RootTails: float[]
    }

/// Tables under construction.
[<RequireQualifiedAccess>]
module HermiteTable =

    /// What rounding may hide of a variance, in units of it.
    [<Literal>]
    let TailAllowance = 1e-15

    /// A table of that size, all zero: of neurons whose pre-activations do not vary.
    let create (order: int) (count: int) : HermiteTable =
        {
            Order = order
            Mean = Array.zeroCreate count
            Variance = Array.zeroCreate count
            Coefficients = Array.zeroCreate (order * count)
            RootTails = Array.zeroCreate ((order + 1) * count)
        }

    /// <summary>Sets variance and tails of a neuron whose coefficients are in place.</summary>
    /// <param name="table">The table.</param>
    /// <param name="neuron">Its index.</param>
    /// <param name="variance">v from a direct average, which may suffer from cancellation where v is small.</param>
    /// <param name="slopeSquare">s^2 E phi'^2 = sum of n c_n^2, which does not; infinity if unknown.</param>
    /// <remarks>Equation SN-5: the tail beyond M is at most (s^2 E phi'^2 - sum n c_n^2)/(M + 1), and it is
    /// v - sum c_n^2. Of the two, the smaller one is believed; tails of lower order are sums of squares on
    /// top of it, so that no difference decides about them.</remarks>
    let finish (table: HermiteTable) (neuron: int) (variance: float) (slopeSquare: float) : unit =
        let count = table.Mean.Length
        let mutable sum = 0.0
        let mutable slopes = 0.0

        for n in table.Order .. -1 .. 1 do
            let c = table.Coefficients[(n - 1) * count + neuron]
            sum <- sum + c * c
            slopes <- slopes + float n * c * c

        let bySlope = Math.Max(0.0, slopeSquare - slopes) / float (table.Order + 1)
        let tail = Math.Min(bySlope, Math.Max(0.0, variance - sum))
        let total = sum + tail
        table.Variance[neuron] <- total

        if total > 0.0 then
            let mutable beyond = tail + TailAllowance * total
            table.RootTails[table.Order * count + neuron] <- Math.Sqrt(beyond / total)

            for n in table.Order .. -1 .. 1 do
                let c = table.Coefficients[(n - 1) * count + neuron]
                beyond <- beyond + c * c
                table.RootTails[(n - 1) * count + neuron] <- Math.Sqrt(beyond / total)
