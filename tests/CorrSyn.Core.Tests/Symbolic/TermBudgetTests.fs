module CorrSyn.Core.Tests.TermBudgetTests

open System
open Xunit
open CorrSyn.Symbolic

[<Fact>]
let ``counts are the lengths of the lists that would be written down`` () =
    for count in 0..9 do
        let items = [ 1..count ]

        Assert.Equal(
            bigint (SetPartition.ofSizes (fun size -> size % 2 = 0) items).Length,
            TermBudget.evenPartitionCount count
        )

        Assert.Equal(bigint (SetPartition.pairings items).Length, TermBudget.pairingCount count)

let private law distribution =
    IndependentColumns
        {
            Distribution = distribution
            Variance = Polynomial.quantity Gain
            Correlation = Polynomial.quantity Correlation
            Sharing = Polynomial.quantity Correlation
        }

[<Fact>]
let ``an average beyond the budget is refused before it is expanded, naming its order`` () =
    for law, count in
        [
            law BinaryWeights, 6
            law SymmetricWeights, 20
            HaarOrthogonal(Polynomial.quantity Gain, Polynomial.one), 5
        ] do
        let factors = List.replicate count (PreActivationCovariance(First, Second))

        let error =
            Assert.Throws<ArgumentOutOfRangeException>(fun () ->
                DisorderAverage.average law Polynomial.zero factors |> ignore
            )

        Assert.Contains($"{2 * count} weights", error.Message)

[<Fact>]
let ``eight weights of every law are within the budget`` () =
    for law in
        [
            law GaussianWeights
            law SymmetricWeights
            HaarOrthogonal(Polynomial.one, Polynomial.one)
        ] do
        TermBudget.check "eight weights" (DisorderAverage.termCount law 8)
