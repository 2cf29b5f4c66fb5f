namespace CorrSyn.Core.Tests

open System
open System.Threading
open CorrSyn.Model
open CorrSyn.Numeric.Kernels
open CorrSyn.Numeric.GivenNetwork

/// Weights, covariances and slow ways to the same numbers, for tests of given networks.
[<RequireQualifiedAccess>]
module GivenNetworks =

    let work (threads: int) : WorkSettings =
        {
            ThreadCount = threads
            Cancellation = CancellationToken.None
        }

    let settings: SingleNetworkSettings = SingleNetwork.defaultSettings (work 1)

    let valueOf (result: Result<'value, 'error>) : 'value =
        match result with
        | Ok value -> value
        | Error error -> invalidOp (error.ToString())

    let nonlinearity (activation: Activation) : Nonlinearity =
        Nonlinearity.tryOfActivation activation |> valueOf

    /// Independent N(0,1) numbers.
    let normals (random: Random) (count: int) : float[] =
        Array.init
            count
            (fun _ ->
                Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble()))
                * Math.Cos(2.0 * Math.PI * random.NextDouble())
            )

    /// x y^T by plain sums.
    let multiply (x: float[]) (y: float[]) rows inner columns : float[] =
        Array.init
            (rows * columns)
            (fun place ->
                let i = place / columns
                let j = place % columns
                let mutable sum = 0.0

                for k in 0 .. inner - 1 do
                    sum <- sum + x[i * inner + k] * y[j * inner + k]

                sum
            )

    /// xi xi^T / N with that many columns of xi.
    let wishart (random: Random) width columns : float[] =
        let xi = normals random (width * columns)
        multiply xi xi width columns width |> Array.map (fun x -> x / float width)

    let layer random inputs outputs gain (activation: Activation) : WeightLayer =
        {
            InputCount = inputs
            OutputCount = outputs
            Weights =
                normals random (inputs * outputs)
                |> Array.map (fun x -> Math.Sqrt(gain / float inputs) * x)
            Biases = normals random outputs |> Array.map (fun x -> 0.5 * x)
            Nonlinearity = nonlinearity activation
        }

    let private step = 1.0 / 12.0

    /// 9 standard deviations to either side: 2e-19 of a Gaussian lies beyond.
    let private half = 108

    let private nodes = Array.init (2 * half + 1) (fun p -> float (p - half) * step)

    let private weights =
        nodes
        |> Array.map (fun t -> step * Math.Exp(-0.5 * t * t) / Math.Sqrt(2.0 * Math.PI))

    let private average (f: float -> float) =
        let mutable sum = 0.0

        for p in 0 .. nodes.Length - 1 do
            sum <- sum + weights[p] * f nodes[p]

        sum

    /// <summary>Cov(phi(u + s t), phi(v + r t')) by equidistant sums over both.</summary>
    /// <remarks>For smooth phi exact to rounding: with poles at the distance d in units of the standard
    /// deviation the error is exp(-2 pi 12 d), and d is at least pi/4 for tanh and s up to 2.</remarks>
    let byQuadrature
        (phi: float -> float)
        (i: PreActivation)
        (j: PreActivation)
        (psi: float)
        : float =
        let root = Math.Sqrt((1.0 - psi) * (1.0 + psi))
        let first t = phi (i.Field + i.StandardDeviation * t)
        let second t = phi (j.Field + j.StandardDeviation * t)
        let mean = average first
        let other = average second

        average (fun t -> (first t - mean) * average (fun x -> second (psi * t + root * x) - other))

    /// The covariance and the report of a pair by the layer's own route.
    let pair settings phi (i: PreActivation) (j: PreActivation) (psi: float) =
        let s = i.StandardDeviation
        let r = j.StandardDeviation
        let output = Array.zeroCreate 4

        let _, report =
            ActivityCovariance.evaluate
                settings
                phi
                [| i; j |]
                [| s * s; psi * s * r; psi * s * r; r * r |]
                output
            |> valueOf

        output, report
