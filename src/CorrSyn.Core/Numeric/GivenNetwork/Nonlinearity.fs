namespace CorrSyn.Numeric.GivenNetwork

open System
open CorrSyn.Model
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages

/// A change of slope: SlopeChange max(0, z - Place).
type Ramp = { Place: float; SlopeChange: float }

/// <summary>A point where phi is not smooth: a kink, or a jump of that height.</summary>
type Break =
    {
        Place: float
        /// phi(Place+) - phi(Place-); 0 at a kink.
        Jump: float
    }

/// <summary>What decides how Gaussian averages of phi are computed.</summary>
type NonlinearityShape =
    /// phi(z) = offset + slope z + sum of ramps. Everything is known in closed form.
    | PiecewiseLinear of offset: float * slope: float * ramps: Ramp list
    /// phi(z) = erf z. Everything is known but one integral per pair.
    | ErrorFunction
    /// phi(z) = sin z. Everything is known in closed form.
    | Sine
    /// Smooth: sums over equidistant points converge exponentially.
    | Analytic of Analyticity
    /// Smooth on the scale 1 between these points: panels end there.
    | Broken of Break list

/// <summary>phi as averages of one and two neurons need it.</summary>
type Nonlinearity =
    {
        Shape: NonlinearityShape
        /// phi.
        Value: float -> float
        /// phi' between the breaks.
        Slope: float -> float
        /// Fills values and slopes of the first so many of some z, if there is a faster way than one by one. The count is
        /// a multiple of 8.
        Block: (float[] -> float[] -> float[] -> int -> unit) option
    }

/// What averages need to know of each activation.
[<RequireQualifiedAccess>]
module Nonlinearity =

    /// Pre-activations of formulas are looked at up to here, or up to where they are finite.
    let private limits = [ 1024.0; 128.0; 32.0; 12.0 ]

    /// The panels of a formula: a break wherever one ends, most of them without a jump.
    let private searched (activation: Activation) : Result<NonlinearityShape, SolveError> =
        let breaksOf (response: Response) =
            response.Edges
            |> Array.map (fun edge ->
                let jump =
                    match Array.IndexOf(response.Breaks, edge) with
                    | -1 -> 0.0
                    | place -> response.Jumps[place][0]

                { Place = edge; Jump = jump }
            )
            |> List.ofArray

        let attempt limit =
            Response.tryCreate 1 activation limit 0.25 1.0
            |> Result.map (breaksOf >> Broken)

        limits
        |> List.tail
        |> List.fold
            (fun found limit ->
                match found with
                | Ok _ -> found
                | Error _ -> attempt limit
            )
            (attempt (List.head limits))

    let private shape (activation: Activation) : Result<NonlinearityShape, SolveError> =
        let ramp place change = { Place = place; SlopeChange = change }

        let jump height =
            Ok(Broken [ { Place = 0.0; Jump = height } ])

        match activation with
        | Activation.Linear -> Ok(PiecewiseLinear(0.0, 1.0, []))
        | Activation.Relu -> Ok(PiecewiseLinear(0.0, 0.0, [ ramp 0.0 1.0 ]))
        | Activation.LeakyRelu slope -> Ok(PiecewiseLinear(0.0, slope, [ ramp 0.0 (1.0 - slope) ]))
        | Activation.HardTanh -> Ok(PiecewiseLinear(-1.0, 0.0, [ ramp -1.0 1.0; ramp 1.0 -1.0 ]))
        | Activation.Erf -> Ok ErrorFunction
        | Activation.Sin -> Ok Sine
        | Activation.Sign -> jump 2.0
        | Activation.Heaviside -> jump 1.0
        | Activation.Tanh
        | Activation.Gelu
        | Activation.Silu
        | Activation.Softplus
        | Activation.Formula _
        | Activation.Custom _ ->
            match AnalyticStep.tryOf activation with
            | Some analyticity -> Ok(Analytic analyticity)
            | None -> searched activation

    let private block (activation: Activation) =
        match activation with
        | Activation.Tanh -> Some TanhBlock.fill
        | Activation.Erf
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.Gelu
        | Activation.Silu
        | Activation.Softplus
        | Activation.Sin
        | Activation.Linear
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside
        | Activation.Formula _
        | Activation.Custom _ -> None

    /// phi and phi' of the first so many numbers; the arrays have room for a multiple of 8.
    let fill (phi: Nonlinearity) (z: float[]) (values: float[]) (slopes: float[]) (count: int) =
        match phi.Block with
        | Some block -> block z values slopes ((count + 7) / 8 * 8)
        | None ->
            for p in 0 .. count - 1 do
                values[p] <- phi.Value z[p]
                slopes[p] <- phi.Slope z[p]

    /// <summary>phi, phi' and what is known of them; or why panels of a formula cannot be found.</summary>
    /// <remarks>A new activation needs its case in <c>shape</c>; a list of its kinks and jumps is enough.</remarks>
    let tryOfActivation (activation: Activation) : Result<Nonlinearity, SolveError> =
        shape activation
        |> Result.map (fun shape ->
            {
                Shape = shape
                Value = Activation.apply activation
                Slope = Activation.derivative activation
                Block = block activation
            }
        )
