namespace CorrSyn.Numeric.Kernels

open System.Threading
open System.Threading.Tasks

/// How many threads a computation may use, and what ends it early.
type WorkSettings =
    {
        /// At least 1. The results do not depend on it.
        ThreadCount: int
        /// Looked at many times a second.
        Cancellation: CancellationToken
    }

/// Independent pieces of work over a few threads.
[<RequireQualifiedAccess>]
module WorkSharing =

    /// <summary>Calls the body once for each of 0 .. count - 1, in no order, over the threads.</summary>
    /// <remarks>The pieces are handed out one at a time, so they may differ in size. What they write must not
    /// overlap; then the results are the same bits for every number of threads.</remarks>
    /// <exception cref="T:System.OperationCanceledException">Cancelled; some pieces were not done.</exception>
    let forEach (settings: WorkSettings) (count: int) (body: int -> unit) : unit =
        let threads = min settings.ThreadCount count

        if threads <= 1 then
            for piece in 0 .. count - 1 do
                settings.Cancellation.ThrowIfCancellationRequested()
                body piece
        else
            let last = ref -1

            let work (_: int) =
                let mutable piece = Interlocked.Increment(&last.contents)

                while piece < count do
                    settings.Cancellation.ThrowIfCancellationRequested()
                    body piece
                    piece <- Interlocked.Increment(&last.contents)

            let options = ParallelOptions(MaxDegreeOfParallelism = threads)
            options.CancellationToken <- settings.Cancellation
            Parallel.For(0, threads, options, work) |> ignore

    /// Starting and awaiting another thread takes as long as about so many operations.
    let private operationsPerThread = 300_000.0

    /// <summary>As <c>forEach</c>, over no more threads than the work is worth.</summary>
    /// <param name="settings">Threads.</param>
    /// <param name="operations">About how many multiplications and additions all pieces take together.</param>
    /// <param name="count">How many pieces there are.</param>
    /// <param name="body">What is done for each.</param>
    let forEachOf
        (settings: WorkSettings)
        (operations: float)
        (count: int)
        (body: int -> unit)
        : unit =
        let worth =
            1.0 + operations / operationsPerThread |> min (float settings.ThreadCount)

        forEach
            { settings with
                ThreadCount = int worth
            }
            count
            body
