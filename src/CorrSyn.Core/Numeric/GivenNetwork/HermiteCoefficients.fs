namespace CorrSyn.Numeric.GivenNetwork

open System
open System.Buffers
open System.Runtime.CompilerServices
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Kernels

/// How accurate one layer of one network is to be, and what it may cost.
type SingleNetworkSettings =
    {
        /// The error of a covariance in units of the product of the standard deviations of both activities;
        /// 1e-14 to 1e-3.
        Tolerance: float
        /// The most terms of Mehler's series.
        OrderLimit: int
        /// The most nodes of one rule.
        PointLimit: int
        /// The most points of a quadrature over two neurons.
        PairPointLimit: int
        Work: WorkSettings
    }

/// <summary>The Hermite coefficients a_n = E phi(u + s t) He_n(t) of all neurons of a layer.</summary>
/// <remarks>Equations SN-3 to SN-8.</remarks>
[<RequireQualifiedAccess>]
module HermiteCoefficients =

    /// Neurons that are treated together.
    let private tileSize = 64

    /// Rules are made for powers of sqrt 2 of s, so that a rule depends on the neuron alone.
    let private octave (s: float) =
        Math.Max(-40, int (Math.Ceiling(2.0 * Math.Log2 s)))

    /// What the quadrature may miss.
    let private quadratureTolerance settings =
        Math.Max(1e-16, 0.1 * settings.Tolerance)

    /// Closed forms need the variances once, whatever the order.
    let private closed settings (phi: Nonlinearity) (neurons: PreActivation[]) fill =
        let tasks = (neurons.Length + tileSize - 1) / tileSize

        let forEachNeuron body =
            WorkSharing.forEach
                settings.Work
                tasks
                (fun task ->
                    for i in task * tileSize .. min neurons.Length ((task + 1) * tileSize) - 1 do
                        body i neurons[i]
                )

        let variances = Array.zeroCreate neurons.Length

        forEachNeuron (fun i neuron ->
            match PairCovariance.evaluate 1e-16 0 phi neuron neuron 1.0 with
            | Ok variance -> variances[i] <- Math.Max(0.0, variance)
            | Error _ -> invalidOp "A closed form asked for points."
        )

        fun order ->
            let table = HermiteTable.create order neurons.Length

            forEachNeuron (fun i neuron ->
                if neuron.StandardDeviation = 0.0 then
                    table.Mean[i] <- phi.Value neuron.Field
                else
                    fill table i variances[i] neuron.Field neuron.StandardDeviation
            )

            Ok table

    /// Averages of one neuron by a rule: mean, variance and s^2 E phi'^2; slopes are left in the third array of the room.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private averages (phi: Nonlinearity) (rule: GaussianRule) neuron (room: float[][]) =
        let nodes = rule.Nodes
        let weights = rule.Weights
        let count = nodes.Length
        let z = room[0]
        let values = room[1]
        let slopes = room[2]

        for p in 0 .. count - 1 do
            z[p] <- neuron.Field + neuron.StandardDeviation * nodes[p]

        Nonlinearity.fill phi z values slopes count
        let mutable mean = 0.0
        let mutable slopeSquare = 0.0

        for p in 0 .. count - 1 do
            mean <- mean + weights[p] * values[p]
            slopeSquare <- slopeSquare + weights[p] * slopes[p] * slopes[p]

        let mutable variance = 0.0

        for p in 0 .. count - 1 do
            let difference = values[p] - mean
            variance <- variance + weights[p] * difference * difference

        struct (mean, variance, slopeSquare * neuron.StandardDeviation * neuron.StandardDeviation)

    let private roomFor (rule: GaussianRule) =
        Array.init 3 (fun _ -> Array.zeroCreate ((rule.Nodes.Length + 7) / 8 * 8))

    let private analytic settings (phi: Nonlinearity) analyticity neurons order =
        let table = HermiteTable.create order (Array.length neurons)
        let tolerance = quadratureTolerance settings

        neurons
        |> Array.iteri (fun i neuron ->
            if neuron.StandardDeviation = 0.0 then
                table.Mean[i] <- phi.Value neuron.Field
        )

        let groups =
            [| 0 .. neurons.Length - 1 |]
            |> Array.filter (fun i -> neurons[i].StandardDeviation > 0.0)
            |> Array.groupBy (fun i -> octave neurons[i].StandardDeviation)
            |> Array.sortBy fst
            |> Array.map (fun (power, members) ->
                let s = Math.Pow(2.0, 0.5 * float power)
                HermiteAverage.step tolerance analyticity s order, members
            )

        let mostPoints =
            groups
            |> Array.fold
                (fun most (step, _) -> Math.Max(most, HermiteAverage.pointCount tolerance step))
                0.0

        if mostPoints > float settings.PointLimit then
            Error(int (Math.Min(mostPoints, float Int32.MaxValue)))
        else
            let tiles =
                groups
                |> Array.collect (fun (step, members) ->
                    let rule = HermiteAverage.trapezoidal tolerance step

                    let polynomials = lazy (HermiteAverage.weightedPolynomials rule (order - 1))

                    members
                    |> Array.chunkBySize tileSize
                    |> Array.map (fun tile -> rule, polynomials, tile)
                )

            let alone = { settings.Work with ThreadCount = 1 }

            // tanh and its like take some tens of operations.
            let operations = float neurons.Length * mostPoints * float (50 + 2 * order)

            WorkSharing.forEachOf
                settings.Work
                operations
                tiles.Length
                (fun index ->
                    let rule, polynomials, tile = tiles[index]
                    let nodes = rule.Nodes.Length
                    let slopes = ArrayPool<float>.Shared.Rent(tile.Length * nodes)
                    let room = roomFor rule

                    let found =
                        tile
                        |> Array.mapi (fun k i ->
                            let found = averages phi rule neurons[i] room
                            Array.Copy(room[2], 0, slopes, k * nodes, nodes)
                            found
                        )

                    let sums = ArrayPool<float>.Shared.Rent(order * tile.Length)

                    MatrixProduct.timesTransposed
                        alone
                        (MatrixProduct.matrix (polynomials.Force()) order nodes)
                        (MatrixProduct.matrix slopes tile.Length nodes)
                        (MatrixProduct.matrix sums order tile.Length)

                    tile
                    |> Array.iteri (fun k i ->
                        let struct (mean, variance, slopeSquare) = found[k]
                        table.Mean[i] <- mean

                        // Stein: a_n = s E phi'(u + s t) He_(n-1)(t), where nothing cancels for small s.
                        for n in 1..order do
                            table.Coefficients[(n - 1) * neurons.Length + i] <-
                                neurons[i].StandardDeviation * sums[(n - 1) * tile.Length + k]
                                / Math.Sqrt(float n)

                        HermiteTable.finish table i variance slopeSquare
                    )

                    ArrayPool<float>.Shared.Return slopes
                    ArrayPool<float>.Shared.Return sums
                )

            Ok table

    /// Each neuron has panels of its own, which end where its phi is not smooth.
    let private broken settings (phi: Nonlinearity) (breaks: Break list) neurons order =
        let table = HermiteTable.create order (Array.length neurons)
        let tolerance = quadratureTolerance settings
        let hasJump = breaks |> List.exists (fun b -> b.Jump <> 0.0)
        let mutable mostPoints = 0.0

        for neuron in neurons do
            mostPoints <- Math.Max(mostPoints, 2000.0 * Math.Max(1.0, neuron.StandardDeviation))

        if mostPoints > float settings.PointLimit then
            Error(int (Math.Min(mostPoints, float Int32.MaxValue)))
        else
            WorkSharing.forEach
                settings.Work
                neurons.Length
                (fun i ->
                    let neuron = neurons[i]
                    let s = neuron.StandardDeviation

                    if s = 0.0 then
                        table.Mean[i] <- phi.Value neuron.Field
                    else
                        let places =
                            breaks |> List.map (fun b -> (b.Place - neuron.Field) / s, b.Jump)

                        // 16 nodes follow a polynomial of degree 512 over half a standard deviation.
                        let rule =
                            places
                            |> List.map (fun (t, _) -> t, 0.0)
                            |> HermiteAverage.panels tolerance (Math.Min(0.5, 1.0 / s))

                        let nodes = rule.Nodes.Length
                        let room = roomFor rule
                        let slopes = room[2]

                        let struct (mean, variance, slopeSquare) = averages phi rule neuron room

                        let polynomials = HermiteAverage.weightedPolynomials rule (order - 1)

                        // phi' has a delta function of that height at a jump.
                        let jumps =
                            places
                            |> List.filter (fun (_, jump) -> jump <> 0.0)
                            |> List.map (fun (t, jump) ->
                                HermiteAverage.weightedPolynomials
                                    {
                                        Nodes = [| t |]
                                        Weights = [| jump * HermiteAverage.density t |]
                                    }
                                    (order - 1)
                            )

                        table.Mean[i] <- mean

                        for n in 1..order do
                            let mutable sum = 0.0

                            for p in 0 .. nodes - 1 do
                                sum <- sum + polynomials[(n - 1) * nodes + p] * slopes[p]

                            let shifted = jumps |> List.sumBy (fun values -> values[n - 1])

                            table.Coefficients[(n - 1) * neurons.Length + i] <-
                                (s * sum + shifted) / Math.Sqrt(float n)

                        let slopeSquare = if hasJump then Double.PositiveInfinity else slopeSquare
                        HermiteTable.finish table i variance slopeSquare
                )

            Ok table

    /// <summary>The tables of a layer, by order.</summary>
    /// <param name="settings">Accuracy and limits.</param>
    /// <param name="phi">The nonlinearity.</param>
    /// <param name="neurons">N neurons; fields finite.</param>
    /// <returns>For each order M, at least 1: means, variances, coefficients and tails; a neuron with s = 0 has the
    /// mean phi(u) and no variance. Or the number of nodes that a rule would need.</returns>
    let prepare
        (settings: SingleNetworkSettings)
        (phi: Nonlinearity)
        (neurons: PreActivation[])
        : int -> Result<HermiteTable, int> =
        match phi.Shape with
        | PiecewiseLinear(offset, slope, ramps) ->
            closed
                settings
                phi
                neurons
                (fun table i variance u s ->
                    ClosedCoefficients.piecewiseLinear table i (offset, slope, ramps) variance u s
                )
        | ErrorFunction -> closed settings phi neurons ClosedCoefficients.errorFunction
        | Sine -> closed settings phi neurons ClosedCoefficients.sine
        | Analytic analyticity -> analytic settings phi analyticity neurons
        | Broken breaks -> broken settings phi breaks neurons
