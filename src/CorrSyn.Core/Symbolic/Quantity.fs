namespace CorrSyn.Symbolic

/// <summary>
/// A function of the field u of one neuron. With t ~ N(0,1) and the variance D0 of the
/// pre-activation over inputs, averages E_t are over the inputs of one network.
/// </summary>
type NeuronFunction =
    /// E_t phi^(n)(u + sqrt(D0) t), phi^(n) the n-th derivative: m(u) for n = 0, kappa(u) for n = 1.
    | MeanDerivative of order: int
    /// v(u) = E_t phi^2 - (E_t phi)^2.
    | ActivityVariance
    /// psi_n(u) = E_t (phi^2)^(n)(u + sqrt(D0) t), the n-th derivative of the square.
    | SquareDerivative of order: int
    /// E_t (phi^p)^(n)(u + sqrt(D0) t), the n-th derivative of a power above the second.
    | PowerDerivative of power: int * order: int

/// <summary>
/// A number that is the same for all neurons of a layer but differs from input to input; only its
/// deviation from its average over inputs counts.
/// </summary>
type CollectiveVariable =
    /// S = sum_k sqrt(g rho/N) eta_k h_k, the part of a pre-activation that correlated synapses make
    /// common to all neurons of the layer above.
    | SharedDrive
    /// p = m.h / N, the overlap of the activity with its own mean.
    | MeanOverlap
    /// w = h.h / N, the mean squared activity of one input.
    | SquaredActivity

/// <summary>
/// A sum over the neurons of a layer with the correlation structure P of the synapses that leave it:
/// E w_ik w_ik' = (g/N) ((1 - sigma) delta_kk' + sigma P_kk').
/// </summary>
/// <remarks>With P = sum_d w_d d d^T, d orthogonal directions, tr CP = sum_d w_d d.C.d and so on.</remarks>
type StructureSum =
    /// tr CP, the variance of the activity along the directions.
    | VarianceAlong
    /// tr C^2 P, the squared covariances with the directions.
    | SquareAlong
    /// tr CPCP, the squared covariances between the directions.
    | SquaredVarianceAlong
    /// m.P.m, the squared mean activity along the directions.
    | ActivityAlong

/// <summary>The named quantities that polynomials are made of.</summary>
/// <remarks>The order of the cases is the order in which factors are printed.</remarks>
type Quantity =
    /// c = N_out/N_in, the width of a layer in units of that of the layer below.
    | WidthRatio
    /// The square root of c.
    | RootWidthRatio
    /// 1/c.
    | InverseWidthRatio
    /// g; a weight has variance g/N.
    | Gain
    /// r in rho = r N^(-gamma).
    | Correlation
    /// The r of the probability r N^(-gamma) that two weights of one presynaptic neuron share a value up to its
    /// sign, before averages over pairs of neurons are taken; r itself in all of them.
    | Sharing
    /// s in sigma = s N^(-delta).
    | PresynapticCorrelation
    /// sigma_b, the variance of a bias.
    | BiasVariance
    /// alpha = P/N of the inputs.
    | InputRatio
    /// sigma^2, the variance of an entry of xi.
    | InputVariance
    /// mu_n = E w^n / (E w^2)^(n/2) of a weight; n is even and at least 4.
    | StandardizedMoment of order: int
    /// f_n, the mean over pairs of different neurons of (R_ij/rho)^n.
    | CorrelationMoment of power: int
    /// K1 = mean_i C_ii.
    | K1
    /// K2 = mean_i C_ii^2.
    | K2
    /// Q = mean_i m_i^2.
    | Q
    /// N Sigma, N times the mean of C_ij^2 over pairs of different neurons.
    | NSigma
    /// T_n = N^(n-1) tr (SC)^n (g/N)^n, S the correlation matrix of the weights over presynaptic neurons;
    /// T_0 = m.S.m g/N.
    | TransferTrace of power: int
    /// N times the mean of C_ij over pairs, less the first term of Price's expansion.
    | MeanCovariance
    /// A sum over neurons divided by N^scale.
    | ScaledSum of StructureSum * scale: Rational
    /// The average over the field u of a product of functions of it, in ascending order.
    | FieldAverage of NeuronFunction list
    /// M_ab = sqrt(N) Cov(a, b) over inputs, of two collective variables in ascending order.
    | CollectiveCovariance of CollectiveVariable * CollectiveVariable
    /// V_ab = sum_i Cov(h_i, a) Cov(h_i, b) over inputs, in ascending order.
    | CollectiveProjection of CollectiveVariable * CollectiveVariable
    /// H_ab: how a joint deviation of a in one input and b in another changes the product of a neuron's
    /// activities in both; in ascending order.
    | InputCoupling of CollectiveVariable * CollectiveVariable
    /// L_ab: how a deviation of b in one layer changes a in the layer above.
    | CollectiveResponse of CollectiveVariable * CollectiveVariable
    /// G_ab = sqrt(N) Cov(a', b) over inputs, a' in the layer above.
    | CollectiveTransfer of CollectiveVariable * CollectiveVariable
    /// tr R^power, R the correlation matrix of the weights over postsynaptic neurons.
    | RowTrace of power: int
    /// E[tr C^p tr C^q ...] over everything below the layer; the powers in descending order.
    | CovarianceTraces of powers: int list
    /// Sigma_1 in N Sigma = leading value + Sigma_1 N^(-1/2).
    | NSigmaCorrection
    /// B_a = N^(3/2) Cov(o_12^2, a_1) over inputs: whether inputs in which a is large overlap more.
    | OverlapMoment of CollectiveVariable
    /// W_ab = N^(1/2) sum_i Cov(h_i, a) Cov(h_i, b) over inputs, in ascending order, where V_ab vanishes.
    | NextProjection of CollectiveVariable * CollectiveVariable
    /// T3 = tr C^3 / N^(3/2).
    | CubedCovariance
    /// t3 = tr C^3 / N, finite where C has no eigenvalue of order sqrt(N).
    | FiniteCubedCovariance
    /// T4 = tr C^4 / N^2.
    | QuarticCovariance

/// Names for functions of the field.
[<RequireQualifiedAccess>]
module Quantity =

    /// m(u), the mean activity of a neuron with field u.
    let mean: NeuronFunction = MeanDerivative 0

    /// kappa(u), the mean slope of a neuron with field u.
    let slope: NeuronFunction = MeanDerivative 1

    /// A field average, a sum along directions, or something else: the one place where the cases are listed.
    let private kind
        (quantity: Quantity)
        : Choice<NeuronFunction list, StructureSum * Rational, unit> =
        match quantity with
        | FieldAverage functions -> Choice1Of3 functions
        | ScaledSum(sum, scale) -> Choice2Of3(sum, scale)
        | WidthRatio
        | RootWidthRatio
        | InverseWidthRatio
        | Gain
        | Correlation
        | Sharing
        | PresynapticCorrelation
        | BiasVariance
        | InputRatio
        | InputVariance
        | StandardizedMoment _
        | CorrelationMoment _
        | K1
        | K2
        | Q
        | NSigma
        | TransferTrace _
        | MeanCovariance
        | CollectiveCovariance _
        | CollectiveProjection _
        | InputCoupling _
        | CollectiveResponse _
        | CollectiveTransfer _
        | RowTrace _
        | CovarianceTraces _
        | NSigmaCorrection
        | OverlapMoment _
        | NextProjection _
        | CubedCovariance
        | FiniteCubedCovariance
        | QuarticCovariance -> Choice3Of3()

    /// The functions of the field whose product is averaged; None for every other quantity.
    let tryFieldAverage (quantity: Quantity) : NeuronFunction list option =
        match kind quantity with
        | Choice1Of3 functions -> Some functions
        | Choice2Of3 _
        | Choice3Of3() -> None

    /// A sum along directions and its scale; None for every other quantity.
    let tryScaledSum (quantity: Quantity) : (StructureSum * Rational) option =
        match kind quantity with
        | Choice2Of3(sum, scale) -> Some(sum, scale)
        | Choice1Of3 _
        | Choice3Of3() -> None

    /// M_ab, the same for both orders.
    let collectiveCovariance a b : Quantity = CollectiveCovariance(min a b, max a b)

    /// V_ab, the same for both orders.
    let collectiveProjection a b : Quantity = CollectiveProjection(min a b, max a b)

    /// H_ab, the same for both orders.
    let inputCoupling a b : Quantity = InputCoupling(min a b, max a b)

    /// The mean n-th derivative of phi^p, p at least 1.
    let powerDerivative (power: int) (order: int) : NeuronFunction =
        match power with
        | 1 -> MeanDerivative order
        | 2 -> SquareDerivative order
        | power -> PowerDerivative(power, order)

    /// The average over the field of the product of these functions, in canonical order.
    let fieldAverage (factors: NeuronFunction list) : Quantity = FieldAverage(List.sort factors)
