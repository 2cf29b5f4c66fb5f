namespace CorrSyn.Numeric.WidthCorrections

open CorrSyn.Symbolic
open CorrSyn.Derivation.WidthCorrections

/// <summary>Averages over inputs of one layer beyond M and V, at leading order and over (p, w).</summary>
type InputStatistics =
    {
        /// N times the third cumulant of a, b, c.
        Third: float[,,]
        /// N^(3/2) times the average of o_12 a_1 b_1 c_2.
        Asymmetric: float[,,]
        /// N^(3/2) times that of o_12^2 a_1.
        OfSquare: float[]
        /// N^(3/2) times that of a_1 o_12 o_23 b_3.
        Chain: float[,]
        /// N^2 times that of a_1 o_12 o_23 o_34 b_4.
        LongChain: float[,]
    }

/// <summary>What one layer sees of the layer below, over (S, p, w): all coefficients and averages as arrays.</summary>
type InputView =
    {
        Tensors: LayerTensors
        /// g <kappa^2>, H, and the rows of L.
        Slope: float
        H: float[,]
        L: float[,]
        /// sqrt(N) Cov(Y, Y), V bordered with 0, and chains.
        Gamma: float[,]
        Projection: float[,]
        Chain: float[,]
        LongChain: float[,]
        Third: float[,,]
        Asymmetric: float[,,]
        OfSquare: float[]
        /// K2 + N Sigma.
        Square: float
    }

/// <summary>The recursion of these averages.</summary>
/// <remarks>Derived here. o' and a' are expanded in Y and o with the coefficients of <c>InputExpansion</c>, and averaged over
/// independent inputs of one network by Wick's theorem, with o a function of two inputs that averages to 0 over each. S has,
/// for given h, the variance g r N^(-1/2) |h - m|^2/N, which moves with w - 2p.</remarks>
[<RequireQualifiedAccess>]
module InputStatistics =

    /// Nothing: the input.
    let start: InputStatistics =
        {
            Third = Array3D.zeroCreate 2 2 2
            Asymmetric = Array3D.zeroCreate 2 2 2
            OfSquare = Array.zeroCreate 2
            Chain = Array2D.zeroCreate 2 2
            LongChain = Array2D.zeroCreate 2 2
        }

    let private indices = [| 0; 1; 2 |]
    let private axes = Array.ofList InputExpansion.axes

    /// Sums over one to four axes.
    let sum1 (term: int -> float) : float = Array.sumBy term indices

    let sum2 (term: int -> int -> float) : float = sum1 (fun i -> sum1 (term i))

    let sum3 (term: int -> int -> int -> float) : float = sum1 (fun i -> sum2 (term i))

    let sum4 (term: int -> int -> int -> int -> float) : float = sum1 (fun i -> sum3 (term i))

    /// A vector of coefficients.
    let vector (view: InputView) coefficient : float[] =
        axes |> Array.map (fun i -> view.Tensors.Value(coefficient i))

    /// A matrix of coefficients.
    let matrix (view: InputView) coefficient : float[,] =
        Array2D.init 3 3 (fun i j -> view.Tensors.Value(coefficient axes[i] axes[j]))

    /// A tensor of three indices.
    let cube (view: InputView) coefficient : float[,,] =
        Array3D.init 3 3 3 (fun i j k -> view.Tensors.Value(coefficient axes[i] axes[j] axes[k]))

    /// p and w.
    let collective (a: int) : CollectiveVariable = axes[a + 1]

    /// A row of L.
    let row (view: InputView) (a: int) : float[] = Array.init 3 (fun i -> view.L[a, i])

    /// A x.
    let apply (matrix: float[,]) (x: float[]) : float[] =
        Array.init 3 (fun i -> sum1 (fun j -> matrix[i, j] * x[j]))

    /// x.y.
    let dot (x: float[]) (y: float[]) : float = sum1 (fun i -> x[i] * y[i])

    /// <summary>What a layer sees.</summary>
    /// <param name="tensors">The layer.</param>
    /// <param name="state">The layer below.</param>
    /// <param name="statistics">Those of the layer below.</param>
    let view (tensors: LayerTensors) (state: DrivenState) (statistics: InputStatistics) =
        let none = Array.zeroCreate 2
        let slope, h, l = tensors.Responses { Drive = 0.0; K1 = 0.0; Q = 0.0 }

        // g r N^(-1/2) times w - 2p is what the variance of S follows.
        let ofVariance (inner: int -> float) =
            tensors.Source * (inner 1 - 2.0 * inner 0)

        let third i j k =
            match List.sort [ i; j; k ] with
            | [ 0; 0; c ] when c > 0 -> ofVariance (fun a -> state.M[a, c - 1])
            | 0 :: _ -> 0.0
            | _ -> statistics.Third[i - 1, j - 1, k - 1]

        let asymmetric i j k =
            if k = 0 then
                0.0
            elif i = 0 && j = 0 then
                ofVariance (fun a -> state.V[a, k - 1])
            elif i = 0 || j = 0 then
                0.0
            else
                statistics.Asymmetric[i - 1, j - 1, k - 1]

        {
            Tensors = tensors
            Slope = slope
            H = h
            L = l
            Gamma = DrivenMap.bordered (tensors.Source * state.K1) none state.M
            Projection = DrivenMap.bordered 0.0 none state.V
            Chain = DrivenMap.bordered 0.0 none statistics.Chain
            LongChain = DrivenMap.bordered 0.0 none statistics.LongChain
            Third = Array3D.init 3 3 3 third
            Asymmetric = Array3D.init 3 3 3 asymmetric
            OfSquare = Array.append [| 0.0 |] statistics.OfSquare
            Square = state.Square
        }

    let private nextThird (view: InputView) (quadratic: float[,][]) =
        let gammaRow = Array.init 2 (fun a -> apply view.Gamma (row view a))

        let ofQuadratic (a: int) (b: int) (c: int) =
            2.0 * dot gammaRow[b] (apply quadratic[a] gammaRow[c])

        Array3D.init
            2
            2
            2
            (fun a b c ->
                sum3 (fun i j k ->
                    view.L[a, i] * view.L[b, j] * view.L[c, k] * view.Third[i, j, k]
                )
                + ofQuadratic a b c
                + ofQuadratic b a c
                + ofQuadratic c a b
            )

    let private nextAsymmetric (view: InputView) (quadratic: float[,][]) =
        let skew = cube view (fun i j k -> Skew(i, j, k))
        let linear = vector view OverlapLinear
        let gamma, projection = view.Gamma, view.Projection
        let hGamma = DrivenMap.product view.H gamma
        let rows = Array.init 2 (row view)
        let gammaRow = rows |> Array.map (apply gamma)
        let projectedRow = rows |> Array.map (apply projection)

        // Gamma H Gamma + g <kappa^2> V, which o' has with one Y on each side.
        let ofOverlap =
            let made = DrivenMap.product gamma hGamma
            Array2D.init 3 3 (fun i j -> made[i, j] + view.Slope * projection[i, j])

        Array3D.init
            2
            2
            2
            (fun a b c ->
                let x, y, z = gammaRow[a], gammaRow[b], gammaRow[c]
                let seen = apply ofOverlap rows[c]

                sum2 (fun i j ->
                    rows[a][i]
                    * rows[b][j]
                    * (sum1 (fun k -> view.Third[k, i, j] * (apply hGamma rows[c])[k])
                       + view.Slope * sum1 (fun k -> rows[c][k] * view.Asymmetric[i, j, k]))
                )
                + 2.0 * sum3 (fun i j k -> skew[i, j, k] * x[i] * y[j] * z[k])
                + dot linear x * dot rows[b] projectedRow[c]
                + dot linear y * dot rows[a] projectedRow[c]
                + 2.0 * dot seen (apply quadratic[a] y)
                + 2.0 * dot seen (apply quadratic[b] x)
            )

    let private nextOfSquare (view: InputView) (quadratic: float[,][]) =
        let skew = cube view (fun i j k -> Skew(i, j, k))
        let linear = vector view OverlapLinear
        let ofNeurons = vector view NeuronSquare
        let gamma, projection, h = view.Gamma, view.Projection, view.H
        let slope = view.Slope
        let hGamma = DrivenMap.product h gamma
        let hGammaH = DrivenMap.product hGamma h

        // Of two o' with one Y on the left of each.
        let ofPair =
            let chainOfH = DrivenMap.product gamma (DrivenMap.product hGammaH gamma)
            let crossed = DrivenMap.product (DrivenMap.product gamma h) projection

            Array2D.init
                3
                3
                (fun i j ->
                    chainOfH[i, j]
                    + slope * (crossed[i, j] + crossed[j, i])
                    + slope * slope * view.Chain[i, j]
                )

        Array.init
            2
            (fun a ->
                let alpha = row view a
                let x = apply gamma alpha

                let ofThird =
                    sum3 (fun i k m -> hGammaH[i, k] * view.Third[i, k, m] * alpha[m])
                    + 2.0
                      * slope
                      * sum3 (fun i j m -> h[i, j] * view.Asymmetric[i, m, j] * alpha[m])
                    + slope * slope * dot view.OfSquare alpha

                let ofSkew =
                    let seen = Array2D.init 3 3 (fun j k -> sum1 (fun i -> skew[i, j, k] * x[i]))
                    let ghg = DrivenMap.product gamma hGamma
                    2.0 * sum2 (fun j k -> seen[j, k] * (ghg[j, k] + slope * projection[j, k]))

                let ofLinear =
                    let crossed = DrivenMap.product gamma h
                    let toProjection = DrivenMap.product crossed projection

                    sum2 (fun i m -> linear[i] * alpha[m] * toProjection[i, m])
                    + dot linear x * sum2 (fun k l -> h[k, l] * projection[k, l])
                    + slope
                      * (view.Square * dot linear x
                         + sum2 (fun i m -> linear[i] * alpha[m] * view.Chain[i, m]))

                ofThird
                + 2.0 * ofSkew
                + 2.0 * ofLinear
                + 2.0 * sum2 (fun i j -> quadratic[a][i, j] * ofPair[i, j])
                + dot ofNeurons x
            )

    /// L W L^T, of a sum of chains with o' in the place of o.
    let private carry (view: InputView) inner =
        DrivenMap.product (DrivenMap.product view.L inner) (DrivenMap.transpose view.L)

    let private add (matrices: float[,] list) =
        Array2D.init 3 3 (fun i j -> matrices |> List.sumBy (fun matrix -> matrix[i, j]))

    let private times factor matrix = Array2D.map ((*) factor) matrix

    /// The averages of Y_1 o'_12 ... Y_n with one to three o'.
    let private chains (view: InputView) =
        let gamma, h, slope = view.Gamma, view.H, view.Slope

        // Chains of o below with that many links.
        let links = [| gamma; view.Projection; view.Chain; view.LongChain |]

        // o' is Y H Y or g <kappa^2> o: a chain of o' is chains of o, with H between them.
        let rec chain count =
            add
                [
                    for first in 0..count do
                        let head = times (pown slope first) links[first]

                        if first = count then
                            head
                        else
                            DrivenMap.product (DrivenMap.product head h) (chain (count - first - 1))
                ]

        chain 2, chain 3

    /// <summary>One layer up.</summary>
    /// <param name="view">What the layer sees.</param>
    let next (view: InputView) : InputStatistics =
        let quadratic =
            Array.init 2 (fun a -> matrix view (fun i j -> Quadratic(collective a, i, j)))

        let two, three = chains view

        {
            Third = nextThird view quadratic
            Asymmetric = nextAsymmetric view quadratic
            OfSquare = nextOfSquare view quadratic
            Chain = carry view two
            LongChain = carry view three
        }
