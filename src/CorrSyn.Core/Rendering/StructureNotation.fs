namespace CorrSyn.Rendering

open CorrSyn.Symbolic

/// The symbols of sums over neurons with the correlation structure of the synapses.
[<RequireQualifiedAccess>]
module StructureNotation =

    /// A sum with a structure as it stands.
    let structureSum (sum: StructureSum) : MathTree =
        match sum with
        | VarianceAlong -> Symbol("\\mathrm{tr}\\,CP", "tr(CP)")
        | SquareAlong -> Symbol("\\mathrm{tr}\\,C^2P", "tr(C^2P)")
        | SquaredVarianceAlong -> Symbol("\\mathrm{tr}\\,CPCP", "tr(CPCP)")
        | ActivityAlong -> Symbol("m \\cdot P m", "m.P.m")

    /// Such a sum divided by a power of N.
    let scaledSum (sum: StructureSum) (scale: Rational) : MathTree =
        let letter =
            match sum with
            | VarianceAlong -> Symbol("X", "X")
            | SquareAlong -> Symbol("Y", "Y")
            | SquaredVarianceAlong -> Symbol("Z", "Z")
            | ActivityAlong -> Symbol("A", "A")

        if Rational.isZero scale then structureSum sum else letter
