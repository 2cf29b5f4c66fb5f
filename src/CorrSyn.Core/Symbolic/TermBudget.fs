namespace CorrSyn.Symbolic

open System

/// <summary>How many terms an average of a product of weights has, counted before any is written down.</summary>
[<RequireQualifiedAccess>]
module TermBudget =

    /// The most terms of one average; eight weights of any law have fewer.
    let largestTermCount = 12_000

    /// (n-1)!!, the pairings of n weights; 0 for odd n.
    let pairingCount (weightCount: int) : bigint =
        if weightCount % 2 = 1 then
            0I
        else
            seq { 1..2 .. weightCount - 1 }
            |> Seq.fold (fun product n -> product * bigint n) 1I

    /// The partitions of n weights into blocks of even size; 0 for odd n.
    let evenPartitionCount (weightCount: int) : bigint =
        let binomial n k =
            seq { 1..k }
            |> Seq.fold (fun product i -> product * bigint (n - k + i) / bigint i) 1I

        // From the partitions of 2 half - 2, 2 half - 4, ..., 0 weights: the block of the first weight
        // has 1, 3, ... companions.
        let rec counts (known: bigint list) half =
            if 2 * half > weightCount then
                List.head known
            else
                let next =
                    known
                    |> List.mapi (fun i count -> binomial (2 * half - 1) (2 * i + 1) * count)
                    |> List.sum

                counts (next :: known) (half + 1)

        if weightCount % 2 = 1 then 0I else counts [ 1I ] 1

    /// <summary>Accepts a number of terms.</summary>
    /// <param name="what">The average, for the error.</param>
    /// <param name="count">The number of its terms.</param>
    /// <exception cref="T:System.ArgumentOutOfRangeException">There are more than <c>largestTermCount</c>.</exception>
    let check (what: string) (count: bigint) : unit =
        if count > bigint largestTermCount then
            raise (
                ArgumentOutOfRangeException(
                    nameof count,
                    count,
                    $"{what} has {count} terms, more than the {largestTermCount} allowed"
                )
            )
