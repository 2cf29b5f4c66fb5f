namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>One layer: averages over networks in powers of N^(-1/2), and N times covariances over networks, with N of the
/// input. N Sigma and the traces belong to the layer, and hold its own width.</summary>
type LayerOverlaps =
    {
        Layer: int
        /// The correction of K1, times 1/N.
        K1: float
        /// The correction of Q, times 1/N.
        Q: float
        /// K2 and its corrections of order N^(-1/2) and 1/N.
        K2: float[]
        /// N Sigma and its corrections.
        NSigma: float[]
        /// tr C^2 over the width of the layer, and its corrections.
        Square: float[]
        /// tr C^3 / N^3 in the orders N^(-3/2) and N^(-2).
        Triangle: float[]
        /// N Cov of K1 with K1, K1 with Q, Q with Q, tr C^2/N with K1, tr C^2/N with Q.
        Scatter: float list
    }

/// <summary>Reads order parameters from the moments of overlaps, layer by layer.</summary>
[<RequireQualifiedAccess>]
module LayerOverlaps =

    /// X^2/4 with X = (h^1 - h^2).(h^3 - h^4)/N: the squared covariance, by its pairs of inputs.
    let private squaredCovariance =
        [ 1.0, [ 0, 1; 0, 1 ]; -2.0, [ 0, 1; 0, 2 ]; 1.0, [ 0, 1; 2, 3 ] ]

    /// Half of |h^1 - h^2|^2/N, the variance, for other inputs.
    let private variance = [ 1.0, [ 10, 10 ]; -1.0, [ 10, 11 ] ]

    let private secondVariance = [ 1.0, [ 12, 12 ]; -1.0, [ 12, 13 ] ]

    let private overlap = [ 1.0, [ 10, 11 ] ]

    let private secondOverlap = [ 1.0, [ 12, 13 ] ]

    /// o_12 o_23 o_31 of deviations from the mean.
    let private triangle =
        [
            1.0, [ 0, 1; 1, 2; 0, 2 ]
            -3.0, [ 0, 1; 1, 2; 2, 3 ]
            3.0, [ 0, 1; 1, 2; 3, 4 ]
            -1.0, [ 0, 1; 2, 3; 4, 5 ]
        ]

    let private product a b =
        [
            for x, factors in a do
                for y, others in b -> x * y, factors @ others
        ]

    let private seriesOf (lookUp: OverlapProduct -> int -> float) (orders: int) combination =
        Array.init
            orders
            (fun order ->
                combination
                |> List.sumBy (fun (coefficient, factors) ->
                    coefficient * lookUp (OverlapProduct.ofFactors factors) order
                )
            )

    let private statistics
        layer
        (ratio: float)
        (parts: Map<OverlapProduct, Map<int, float[]>>)
        moments
        =
        let orders = OverlapMoments.highest + 1
        let series = seriesOf (OverlapMoments.lookUp moments) orders

        let ofNeurons count =
            seriesOf
                (fun product order -> (Map.find count parts[product])[order])
                orders
                squaredCovariance

        // N times the covariance over networks.
        let covariance a b =
            let joint, a, b = series (product a b), series a, series b
            // The first factors have the leading power 0 or, for squared covariances, 2 and a factor N.
            fun leading ->
                joint[leading + 2]
                - Seq.sum (seq { for i in 0 .. leading + 2 -> a[i] * b[leading + 2 - i] })

        let pairs = ofNeurons 2

        {
            Layer = layer
            K1 = (series variance)[2]
            Q = (series overlap)[2]
            K2 = (ofNeurons 1)[0..2]
            NSigma = pairs[2..4] |> Array.map ((*) ratio)
            Square = (series squaredCovariance)[2..4] |> Array.map ((*) ratio)
            Triangle = (series triangle)[3..4]
            Scatter =
                [
                    covariance variance secondVariance 0
                    covariance variance secondOverlap 0
                    covariance overlap secondOverlap 0
                    ratio * covariance squaredCovariance variance 2
                    ratio * covariance squaredCovariance overlap 2
                ]
        }

    let private inputLayers (spec: NetworkSpec) : OverlapLayer list =
        let linear gain widthRatio square =
            {
                Gain = gain
                Correlation = 0.0
                BiasVariance = 0.0
                Activation = Activation.Linear
                WidthRatio = widthRatio
                TypicalSquare = square
                TypicalOverlap = 0.0
            }

        let variance = spec.Inputs.StandardDeviation * spec.Inputs.StandardDeviation

        // xi y / sqrt(N), with P = alpha N independent unit numbers y for each input.
        [
            linear 1.0 spec.Inputs.Ratio 1.0
            linear (variance * spec.Inputs.Ratio) 1.0 1.0
        ]

    /// <summary>Averages over networks of the input and of every layer, up to 1/N.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="spec">A network with Gaussian or square orthogonal weights; phi is odd, or r = 0. Binary weights
    /// count as Gaussian ones.</param>
    /// <param name="states">The limit of infinite width.</param>
    /// <returns>One for each state.</returns>
    /// <remarks>One N for all layers, that of the input: rho of a layer is r sqrt(N/N_in) of it.</remarks>
    let evaluate
        (settings: AverageSettings)
        (spec: NetworkSpec)
        (states: LayerState list)
        : Result<LayerOverlaps list, SolveError> =
        let shares = LayerWidths.shares spec

        let above =
            List.map3
                (fun (layer: NetworkLayer) (below: LayerState) (shareBelow, share) ->
                    {
                        Gain = layer.Gain
                        Correlation =
                            SynapseEnsemble.correlation layer.Synapses / Math.Sqrt shareBelow
                        BiasVariance = layer.BiasVariance
                        Activation = layer.Activation
                        WidthRatio = share
                        TypicalSquare = below.K1 + below.Q
                        TypicalOverlap = below.Q
                    },
                    layer.Synapses = SynapseEnsemble.Orthogonal
                )
                spec.Layers
                (List.take spec.Depth states)
                (List.pairwise shares)

        let next number (layer, isOrthogonal) moments =
            (if isOrthogonal then
                 OverlapMoments.withoutNoise settings number layer moments
             else
                 Ok moments)
            |> Result.bind (OverlapMoments.next settings number layer)

        let rec run number layers moments collected =
            match layers with
            | [] -> Ok(List.rev collected)
            | (layer: OverlapLayer, isOrthogonal) :: rest ->
                next (max 0 number) (layer, isOrthogonal) moments
                |> Result.bind (fun (parts, moments) ->
                    let collected =
                        if number < 0 then
                            collected
                        else
                            statistics number layer.WidthRatio parts moments :: collected

                    run (number + 1) rest moments collected
                )

        run
            -1
            ((inputLayers spec |> List.map (fun layer -> layer, false)) @ above)
            OverlapMoments.atRest
            []
