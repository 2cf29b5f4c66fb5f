namespace CorrSyn.Numeric.WidthCorrections

open CorrSyn.Symbolic
open CorrSyn.Derivation.WidthCorrections

/// <summary>The order N^(-1/2) that one network has by itself, for given order parameters of the layer below.</summary>
/// <remarks>
/// Derived here. The overlap of two inputs is o' = A + B + C + ..., with A = Y H Y + g &lt;kappa^2&gt; o at N^(-1/2), three deviations in
/// B and four in C. tr C'^2/N is N times the average of o'^2: that of A^2 is the map, those of A B, B^2 and A C come here.
/// Likewise p' and w' have second and third orders. What is common to all inputs of a network is left out: see
/// <c>NetworkDrive</c>. K2 is in <c>Square</c> too.
/// </remarks>
[<RequireQualifiedAccess>]
module WithinNetwork =

    let private sum1 = InputStatistics.sum1
    let private sum2 = InputStatistics.sum2
    let private sum3 = InputStatistics.sum3
    let private sum4 = InputStatistics.sum4
    let private apply = InputStatistics.apply
    let private dot = InputStatistics.dot

    let private contract (a: float[,]) (b: float[,]) = sum2 (fun i j -> a[i, j] * b[i, j])

    let private axes = Array.ofList InputExpansion.axes

    /// A tensor of four indices with the middle two contracted with Gamma.
    let private cubicWithGamma (view: InputView) =
        Array2D.init
            3
            3
            (fun i l ->
                sum2 (fun j k ->
                    view.Tensors.Value(Cubic(axes[i], axes[j], axes[k], axes[l]))
                    * view.Gamma[j, k]
                )
            )

    let private ofSquare (view: InputView) (k2: float) =
        let gamma, projection, chain = view.Gamma, view.Projection, view.Chain
        let h, slope, total = view.H, view.Slope, view.Square
        let skew = InputStatistics.cube view (fun i j k -> Skew(i, j, k))
        let linear = InputStatistics.vector view OverlapLinear
        let quadratic = InputStatistics.matrix view (fun i j -> OverlapQuadratic(i, j))
        let cubic = cubicWithGamma view
        let hGamma = DrivenMap.product h gamma
        let gammaHGamma = DrivenMap.product gamma hGamma
        let gammaH = DrivenMap.transpose hGamma

        // A B: third cumulants.
        let first =
            sum3 (fun i j m -> view.Third[m, i, j] * sum1 (fun k -> hGamma[m, k] * skew[i, j, k]))
            + sum3 (fun m i n -> h[m, n] * linear[i] * view.Asymmetric[m, i, n])
            + slope * sum3 (fun i j k -> skew[i, j, k] * view.Asymmetric[i, j, k])
            + slope * dot linear view.OfSquare

        // B B.
        let bySkew =
            let turned =
                Array3D.init
                    3
                    3
                    3
                    (fun i j k ->
                        sum3 (fun a b c -> skew[a, b, c] * gamma[a, i] * gamma[b, j] * gamma[c, k])
                    )

            sum3 (fun i j k -> skew[i, j, k] * turned[i, j, k])

        let byBoth =
            let pulled = apply gamma linear
            sum3 (fun i j k -> skew[i, j, k] * pulled[i] * projection[j, k])

        let byLinear =
            total * dot linear (apply gamma linear) + dot linear (apply chain linear)

        // A C.
        let gammaHProjection = DrivenMap.product gammaH projection

        let second =
            3.0 * contract cubic gammaHGamma
            + contract quadratic gamma * contract h projection
            + 2.0 * contract quadratic gammaHProjection
            + 3.0 * slope * contract cubic projection
            + slope * (total * contract quadratic gamma + 2.0 * contract quadratic chain)

        // o of two inputs with their S, which shared synapses make alike.
        let ofSharedOverlap = 2.0 * slope * h[0, 0] * view.Tensors.Source * total

        4.0 * first
        + 4.0 * bySkew
        + 8.0 * byBoth
        + 2.0 * byLinear
        + 4.0 * second
        + ofSharedOverlap
        + k2

    /// The rows of p and w to second and third order.
    type private Rows =
        {
            Linear: float[]
            Quadratic: float[,]
            /// The third order with two indices contracted with Gamma.
            Cubic: float[]
            /// Of Y_i, and of C Y_i: only p averages over the other input.
            Averaged: float[]
            Projected: float[]
        }

    let private rowsOf (view: InputView) a : Rows =
        let name = InputStatistics.collective a
        let skew = InputStatistics.cube view (fun i j k -> Skew(i, j, k))
        let isOverlap = name = MeanOverlap

        {
            Linear = InputStatistics.row view a
            Quadratic = InputStatistics.matrix view (fun i j -> Quadratic(name, i, j))
            Cubic =
                Array.init
                    3
                    (fun i ->
                        sum2 (fun j k ->
                            view.Tensors.Value(ThirdOrder(name, axes[i], axes[j], axes[k]))
                            * view.Gamma[j, k]
                        )
                    )
            Averaged =
                Array.init
                    3
                    (fun i ->
                        if isOverlap then
                            sum2 (fun j k -> skew[j, k, i] * view.Gamma[j, k])
                        else
                            0.0
                    )
            Projected =
                if isOverlap then
                    InputStatistics.vector view OverlapLinear
                else
                    Array.zeroCreate 3
        }

    let private ofM (view: InputView) (rows: Rows[]) a b =
        let gamma = view.Gamma

        let oneSided (x: Rows) (y: Rows) =
            sum3 (fun i j k -> x.Linear[i] * y.Quadratic[j, k] * view.Third[i, j, k])
            + 3.0 * dot (apply gamma x.Linear) y.Cubic
            + dot (apply gamma x.Linear) y.Averaged
            + dot x.Linear (apply view.Projection y.Projected)

        let x, y = rows[a], rows[b]

        oneSided x y
        + oneSided y x
        + 2.0
          * contract x.Quadratic (DrivenMap.product gamma (DrivenMap.product y.Quadratic gamma))
        + view.Tensors.Value(
            NeuronCovariance(InputStatistics.collective a, InputStatistics.collective b)
        )

    let private ofV (view: InputView) (rows: Rows[]) a b =
        let gamma, projection, h, slope = view.Gamma, view.Projection, view.H, view.Slope
        let skew = InputStatistics.cube view (fun i j k -> Skew(i, j, k))
        let linear = InputStatistics.vector view OverlapLinear
        let quadratic = InputStatistics.matrix view (fun i j -> OverlapQuadratic(i, j))
        let cubic = cubicWithGamma view
        let gammaHGamma = DrivenMap.product gamma (DrivenMap.product h gamma)

        let oneSided a (x: Rows) (y: Rows) =
            let gx, gy = apply gamma x.Linear, apply gamma y.Linear
            let vy = apply projection y.Linear
            let hgy = apply h gy

            // o' with one Y on each side, seen by y.
            let seen =
                let made = apply gammaHGamma y.Linear
                Array.init 3 (fun i -> made[i] + slope * vy[i])

            let gxq = DrivenMap.product gamma (DrivenMap.product x.Quadratic gamma)

            let ofNeurons =
                axes
                |> Array.map (fun i ->
                    view.Tensors.Value(NeuronOverlap(InputStatistics.collective a, i))
                )

            sum3 (fun i j m ->
                view.Third[i, j, m] * x.Linear[m] * sum1 (fun k -> skew[i, j, k] * gy[k])
            )
            + sum3 (fun i m n -> linear[i] * x.Linear[m] * y.Linear[n] * view.Asymmetric[i, m, n])
            + sum3 (fun i j k -> x.Quadratic[i, j] * view.Third[k, i, j] * hgy[k])
            + slope
              * sum3 (fun i j n -> x.Quadratic[i, j] * y.Linear[n] * view.Asymmetric[i, j, n])
            + 3.0 * sum2 (fun k l -> cubic[k, l] * gx[k] * gy[l])
            + contract quadratic gamma * dot x.Linear vy
            + 2.0 * sum2 (fun i j -> quadratic[i, j] * gx[i] * vy[j])
            + 2.0 * sum3 (fun i j k -> skew[i, j, k] * gxq[i, j] * gy[k])
            + 2.0 * dot linear (apply gamma (apply x.Quadratic vy))
            + 3.0 * dot x.Cubic seen
            + dot x.Averaged seen
            + dot x.Projected (apply projection hgy)
            + slope * dot x.Projected (apply view.Chain y.Linear)
            + dot ofNeurons gy

        let x, y = rows[a], rows[b]

        oneSided a x y
        + oneSided b y x
        + slope * x.Linear[0] * y.Linear[0] * view.Tensors.Source * view.Square

    /// <summary>What is added to the means of a layer, times N^(-1/2).</summary>
    /// <param name="view">What the layer sees.</param>
    let correction (view: InputView) : DrivenState =
        let rows = Array.init 2 (rowsOf view)
        let q = 2.0 * contract rows[0].Quadratic view.Gamma
        let total = contract rows[1].Quadratic view.Gamma

        let k2 =
            contract (InputStatistics.matrix view (fun i j -> VarianceQuadratic(i, j))) view.Gamma

        {
            K1 = total - q
            Q = q
            Square = ofSquare view k2
            K2 = k2
            M = Array2D.init 2 2 (ofM view rows)
            V = Array2D.init 2 2 (ofV view rows)
        }
