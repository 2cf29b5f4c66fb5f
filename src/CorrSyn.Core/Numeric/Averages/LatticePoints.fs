namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model

/// <summary>The points of a lattice, sorted so that the same input of neighbouring fields lies side by side.</summary>
/// <remarks>Points p k + r with the same r form a row in the order of k. Input j of the first field is then found at
/// Ahead[j], input -j at Behind[j], and those of the n-th field n places further.</remarks>
type LatticePoints =
    {
        Lattice: Lattice
        /// Points of a row; whole vectors of eight.
        RowLength: int
        /// How many points of a row lie before the first field.
        Margin: int
        /// Places of inputs from 0 up.
        Ahead: int[]
        /// Places of inputs from 0 down.
        Behind: int[]
    }

    /// How many fields there are, rounded up to whole vectors.
    member this.FieldLength = Lattice.fieldLength this.Lattice

    /// How many points there are.
    member this.Count = this.Lattice.PointsPerField * this.RowLength

/// The points of lattices, and phi at them.
[<RequireQualifiedAccess>]
module LatticePoints =

    /// <summary>The points of a lattice; fields are rounded up to whole vectors.</summary>
    let create (lattice: Lattice) : LatticePoints =
        let p = lattice.PointsPerField
        let fields = Lattice.fieldLength lattice
        let margin = (lattice.InputCount + p - 1) / p
        let length = Lattice.padded (fields + 2 * margin)
        let ahead = Array.zeroCreate (lattice.InputCount + 1)
        let behind = Array.zeroCreate (lattice.InputCount + 1)
        let mutable r = 0
        let mutable k = 0

        // Input j is point r of field k: j = p k + r.
        for j in 0 .. lattice.InputCount do
            ahead[j] <- r * length + margin + k

            behind[j] <-
                if r = 0 then
                    margin - k
                else
                    (p - r) * length + margin - k - 1

            r <- r + 1

            if r = p then
                r <- 0
                k <- k + 1

        {
            Lattice = lattice
            RowLength = length
            Margin = margin
            Ahead = ahead
            Behind = behind
        }

    /// The pre-activation at point k of row r.
    let private pointAt (points: LatticePoints) (r: int) (k: int) =
        let lattice = points.Lattice
        let field = lattice.FirstField - points.Margin + k
        lattice.Step * float (lattice.PointsPerField * field + r)

    /// A function at every point.
    let map (f: float -> float) (points: LatticePoints) (scratch: ScratchArrays) : float[] =
        let length = points.RowLength
        let values = scratch.Take(points.Count)

        for place in 0 .. points.Count - 1 do
            values[place] <- f (pointAt points (place / length) (place % length))

        values

    let private tanh (points: LatticePoints) (step: float) (scratch: ScratchArrays) : float[] =
        let values = scratch.Take points.Count
        let starts = scratch.Take(Lattice.padded (points.Count / 8))
        let mutable block = 0

        for r in 0 .. points.Lattice.PointsPerField - 1 do
            for k in 0..8 .. points.RowLength - 1 do
                starts[block] <- pointAt points r k
                block <- block + 1

        let exponentials = scratch.Take(Lattice.padded block)
        TanhBlock.fillEquidistant starts step block exponentials values
        values

    /// Fields further apart leave the range of exponentials within a vector.
    let private largestFieldStep = 10.0

    /// phi at every point.
    let apply (activation: Activation) (points: LatticePoints) (scratch: ScratchArrays) : float[] =
        match activation with
        | Activation.Tanh ->
            let step = points.Lattice.FieldStep

            if step <= largestFieldStep then
                tanh points step scratch
            else
                map Math.Tanh points scratch
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
        | Activation.Custom _ -> map (Activation.apply activation) points scratch
