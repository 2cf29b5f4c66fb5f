module CorrSyn.Core.Tests.SetPartitionTests

open Xunit
open CorrSyn.Symbolic

[<Theory>]
[<InlineData(0, 1)>]
[<InlineData(1, 1)>]
[<InlineData(3, 5)>]
[<InlineData(5, 52)>]
[<InlineData(7, 877)>]
let ``there are Bell many partitions, each once`` (count: int) (bell: int) =
    let partitions = SetPartition.all [ 1..count ]
    Assert.Equal(bell, partitions.Length)
    Assert.Equal(bell, (List.distinct partitions).Length)

[<Theory>]
[<InlineData(0, 1)>]
[<InlineData(2, 1)>]
[<InlineData(4, 3)>]
[<InlineData(6, 15)>]
[<InlineData(8, 105)>]
[<InlineData(5, 0)>]
let ``2k items have (2k-1)!! pairings`` (count: int) (pairings: int) =
    let all = SetPartition.pairings [ 1..count ]
    Assert.Equal(pairings, (List.distinct all).Length)

    for pairing in all do
        Assert.Equal<int list>([ 1..count ], List.sort (List.concat pairing))
        Assert.All(pairing, fun block -> Assert.Equal(2, block.Length))

[<Fact>]
let ``block sizes are those accepted`` () =
    for blocks in SetPartition.ofSizes (fun size -> size % 2 = 0) [ 1..6 ] do
        Assert.All(blocks, fun block -> Assert.Equal(0, block.Length % 2))
