namespace CorrSyn.Numeric

open CorrSyn.Model

/// <summary>The points of a lattice, sorted so that the same input of neighbouring fields lies side by side.</summary>
/// <remarks>Points p k + r with the same r form a row in the order of k. Input j of the first field is then found at
/// Ahead[j], input -j at Behind[j], and those of the n-th field n places further.</remarks>
type LatticePoints =
    {
        /// The pre-activations.
        Values: float[]
        /// Places of inputs from 0 up.
        Ahead: int[]
        /// Places of inputs from 0 down.
        Behind: int[]
    }

/// The points of lattices, and phi at them.
[<RequireQualifiedAccess>]
module LatticePoints =

    /// <summary>The points of a lattice; fields are rounded up to whole vectors of eight.</summary>
    let create (lattice: Lattice) : LatticePoints =
        let p = lattice.PointsPerField
        let fields = (lattice.FieldCount - lattice.FirstField + 8) / 8 * 8
        let margin = (lattice.InputCount + p - 1) / p
        let length = (fields + 2 * margin + 7) / 8 * 8
        let values = Array.zeroCreate (p * length)

        for r in 0 .. p - 1 do
            let first = float (p * (lattice.FirstField - margin) + r)
            let row = r * length

            for k in 0 .. length - 1 do
                values[row + k] <- lattice.Step * (first + float (p * k))

        let ahead = Array.zeroCreate (lattice.InputCount + 1)
        let behind = Array.zeroCreate (lattice.InputCount + 1)
        let mutable r = 0
        let mutable k = 0

        // Input j is point r of field k: j = p k + r.
        for j in 0 .. lattice.InputCount do
            ahead[j] <- r * length + margin + k
            behind[j] <- if r = 0 then margin - k else (p - r) * length + margin - k - 1
            r <- r + 1

            if r = p then
                r <- 0
                k <- k + 1

        {
            Values = values
            Ahead = ahead
            Behind = behind
        }

    /// phi at every point.
    let apply (activation: Activation) (points: LatticePoints) : float[] =
        match activation with
        | Activation.Tanh ->
            let values = Array.zeroCreate points.Values.Length
            TanhBlock.values points.Values values
            values
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
        | Activation.Custom _ -> points.Values |> Array.map (Activation.apply activation)
