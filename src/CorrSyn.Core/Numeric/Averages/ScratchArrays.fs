namespace CorrSyn.Numeric.Averages

/// <summary>Arrays that are used again for every layer of a network instead of being allocated anew. For one thread at a
/// time.</summary>
type ScratchArrays() =

    let arrays = ResizeArray<float[]>()
    let mutable taken = 0

    /// All arrays may be handed out again; those handed out before must not be used any more.
    member _.Reset() : unit = taken <- 0

    /// <summary>An array that is not in use, of arbitrary contents and at least that length.</summary>
    /// <remarks>After a reset arrays come in the same order, so that the same request meets the same array.</remarks>
    member _.Take(length: int) : float[] =
        if taken = arrays.Count then
            arrays.Add(Array.zeroCreate length)
        elif arrays[taken].Length < length then
            arrays[taken] <- Array.zeroCreate (length + length / 2)

        taken <- taken + 1
        arrays[taken - 1]
