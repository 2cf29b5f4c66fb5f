using Xunit;

namespace CorrSyn.Tests;

/// <summary>One verification of the default model that several tests look at: three small widths, 400 networks each,
/// two seconds.</summary>
[CollectionDefinition(nameof(VerifiedDefault))]
public sealed class VerifiedDefault : ICollectionFixture<VerifiedDefault>
{
    public VerificationReport Report { get; } = Verification.Run(
        NetworkModel.Create(), new VerificationSettings([50, 100, 200], Samples: 100, Instances: 400, Seed: 1, Threads: 2)).Value;
}
