namespace CorrSyn.Symbolic

open System

/// <summary>How many terms an average of a product of weights has, counted before any is written down.</summary>
[<RequireQualifiedAccess>]
module TermBudget =

    /// The most terms of one average; eight weights of any law have fewer.
    let largestTermCount = 12_000L

    /// <summary>(n-1)!!, the pairings of n weights; 0 for odd n.</summary>
    let pairingCount (weightCount: int) : int64 =
        if weightCount % 2 = 1 then
            0L
        else
            seq { 1L .. 2L .. int64 weightCount - 1L } |> Seq.fold (*) 1L

    /// The partitions of n weights into blocks of even size; 0 for odd n.
    let evenPartitionCount (weightCount: int) : int64 =
        let binomial n k =
            seq { 1L .. int64 k }
            |> Seq.fold (fun product i -> product * (int64 n - int64 k + i) / i) 1L

        // The block of the first weight has size 2, 4, ...; the others are partitioned by themselves.
        let rec counts (known: int64 list) half =
            if 2 * half > weightCount then
                List.head known
            else
                let next =
                    known
                    |> List.mapi (fun i count ->
                        // known[i] partitions 2 (half - 1 - i) weights.
                        binomial (2 * half - 1) (2 * i + 1) * count
                    )
                    |> List.sum

                counts (next :: known) (half + 1)

        if weightCount % 2 = 1 then 0L else counts [ 1L ] 1

    /// <summary>The number itself.</summary>
    /// <param name="what">The average, for the error.</param>
    /// <param name="count">The number of its terms; negative after an overflow.</param>
    /// <exception cref="T:System.ArgumentOutOfRangeException">There are more than <c>largestTermCount</c>.</exception>
    let check (what: string) (count: int64) : int64 =
        if count < 0L || count > largestTermCount then
            raise (
                ArgumentOutOfRangeException(
                    nameof count,
                    count,
                    $"{what} has {count} terms, more than the {largestTermCount} allowed"
                )
            )

        count
