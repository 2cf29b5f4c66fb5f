namespace CorrSyn.Numeric.WidthCorrections

/// <summary>One network of a layer, in plain units: M_ab and V_ab are matrices over p and w.</summary>
type DrivenState =
    {
        K1: float
        Q: float
        /// K2 + N Sigma.
        Square: float
        K2: float
        M: float[,]
        V: float[,]
    }

/// <summary>What the shared vector of a layer brings into one network, each times N^(1/4): Gaussian numbers of
/// covariance g r times that of what they are made of.</summary>
type SharedNumbers =
    {
        /// U, of eta and m.
        Drive: float
        /// sqrt(N) Cov(S, a) over inputs, of eta and Cov(h, a).
        WithCollective: float[]
        /// N^(3/2) times the covariance of S and a through o, of eta and C Cov(h, a)/sqrt(N).
        ThroughOverlap: float[]
    }

/// <summary>The map of ten order parameters for one network: with its own common drive.</summary>
/// <remarks>As CV-1 to CV-7 of docs/theory, with averages over the field of that network, and with covariances of S and
/// (p, w), which average out over networks.</remarks>
[<RequireQualifiedAccess>]
module DrivenMap =

    /// How many numbers a state is.
    let size: int = 10

    /// How many shared numbers there are.
    let sharedCount: int = 5

    let private upper = [| 0, 0; 0, 1; 1, 1 |]

    /// The places of K1, Q, K2 + N Sigma and K2.
    let k1, q, square, k2 = 0, 1, 2, 3

    let toArray (state: DrivenState) : float[] =
        [|
            yield state.K1
            yield state.Q
            yield state.Square
            yield state.K2
            for a, b in upper do
                yield state.M[a, b]
            for a, b in upper do
                yield state.V[a, b]
        |]

    let private symmetric (values: float[]) start =
        Array2D.init 2 2 (fun a b -> values[start + a + b])

    let ofArray (values: float[]) : DrivenState =
        {
            K1 = values[k1]
            Q = values[q]
            Square = values[square]
            K2 = values[k2]
            M = symmetric values 4
            V = symmetric values 7
        }

    let sharedOfArray (values: float[]) : SharedNumbers =
        {
            Drive = values[0]
            WithCollective = values[1..2]
            ThroughOverlap = values[3..4]
        }

    /// A B.
    let product (a: float[,]) (b: float[,]) : float[,] =
        Array2D.init
            (Array2D.length1 a)
            (Array2D.length2 b)
            (fun i j -> Seq.sum (seq { for k in 0 .. Array2D.length2 a - 1 -> a[i, k] * b[k, j] }))

    /// A^T.
    let transpose (a: float[,]) : float[,] =
        Array2D.init (Array2D.length2 a) (Array2D.length1 a) (fun i j -> a[j, i])

    let trace (a: float[,]) : float =
        Seq.sum (seq { for i in 0 .. Array2D.length1 a - 1 -> a[i, i] })

    /// A matrix over (S, p, w) from one over (p, w).
    let bordered (corner: float) (edge: float[]) (inner: float[,]) : float[,] =
        Array2D.init
            3
            3
            (fun i j ->
                match i, j with
                | 0, 0 -> corner
                | 0, j -> edge[j - 1]
                | i, 0 -> edge[i - 1]
                | i, j -> inner[i - 1, j - 1]
            )

    /// <summary>One layer up.</summary>
    /// <param name="tensors">The layer.</param>
    /// <param name="limit">The layer below at infinite width.</param>
    /// <param name="shift">What is added to K1 and Q, for averages over the field only.</param>
    /// <param name="scale">What g of deviations p, w and o is multiplied by.</param>
    /// <param name="state">The network below.</param>
    /// <param name="shared">What the shared vector brings.</param>
    let next
        (tensors: LayerTensors)
        (limit: DrivenState)
        (shift: NetworkShift)
        (scale: float)
        (state: DrivenState)
        (shared: SharedNumbers)
        : DrivenState =
        let shift =
            {
                Drive = shared.Drive + shift.Drive
                K1 = state.K1 - limit.K1 + shift.K1
                Q = state.Q - limit.Q + shift.Q
            }

        let ofAxis i = if i = 0 then 1.0 else scale
        let meanSquare, total, squaredVariance = tensors.Means shift
        let slope, h, l = tensors.Responses shift
        let slope = scale * slope
        let h = Array2D.init 3 3 (fun i j -> ofAxis i * ofAxis j * h[i, j])
        let l = Array2D.init 2 3 (fun a i -> l[a, i] * ofAxis i)

        let gamma = bordered (tensors.Source * state.K1) shared.WithCollective state.M
        let projection = bordered 0.0 shared.ThroughOverlap state.V
        let hGamma = product h gamma
        let carry inner = product (product l inner) (transpose l)

        {
            K1 = total - meanSquare
            Q = meanSquare
            Square =
                squaredVariance
                + slope * slope * state.Square
                + trace (product hGamma hGamma)
                + 2.0 * slope * trace (product h projection)
            K2 = squaredVariance
            M = carry gamma
            V =
                let made = product gamma hGamma
                carry (Array2D.init 3 3 (fun i j -> made[i, j] + slope * projection[i, j]))
        }
