namespace CorrSyn.Derivation.Scaling

open CorrSyn.Symbolic
open CorrSyn.Derivation.Moments

/// What becomes of the correlated part of the synapses as N grows.
type Verdict =
    /// A quantity that must stay finite grows without bound.
    | Diverges
    /// The correlation stays, and everything is finite.
    | SelfConsistent
    /// The correlation drops out: the theory of independent weights remains.
    | Irrelevant

/// <summary>A range of gamma with one verdict; a single value where both ends are equal.</summary>
type Regime =
    {
        /// The lower end; None if unbounded.
        From: Rational option
        /// The upper end; None if unbounded.
        To: Rational option
        Verdict: Verdict
    }

/// A quantity that must stay finite as N grows, and must not vanish.
type Demand =
    {
        /// What it is, e.g. "N E Delta_ij^2".
        Name: string
        /// Its terms, with gamma in the exponents of N.
        Value: Polynomial
    }

/// Why no choice of gamma gives a map: without any correlation the demand already fails.
type ScalingObstruction =
    {
        Demand: Demand
        /// The power of N with which it grows (positive) or vanishes (negative).
        Exponent: Rational
    }

/// <summary>The outcome of the balance of powers of N.</summary>
type CorrelationScaling =
    {
        /// The demands that were balanced.
        Demands: Demand list
        /// Every isolated gamma that is self-consistent; empty where nothing is correlated.
        Exponents: Rational list
        /// The verdicts over the whole line of gamma, in ascending order.
        Regimes: Regime list
    }

/// <summary>Finds gamma in rho = r N^(-gamma) by balancing powers of N.</summary>
[<RequireQualifiedAccess>]
module CorrelationScaling =

    let private correlatedExponents (demands: Demand list) : Exponent list =
        [
            for demand in demands do
                for monomial, _ in demand.Value.Terms do
                    if Monomial.powerOf Correlation monomial > 0 then
                        monomial.Width
        ]

    /// The verdict at one gamma: the largest power of N among the correlated terms decides.
    let private verdictAt (exponents: Exponent list) (gamma: Rational) : Verdict =
        let largest = exponents |> List.map (Exponent.at gamma) |> List.max

        match Rational.sign largest with
        | 0 -> SelfConsistent
        | sign when sign > 0 -> Diverges
        | _ -> Irrelevant

    let private regimesBetween (exponents: Exponent list) (roots: Rational list) : Regime list =
        let regime from until gamma =
            {
                From = from
                To = until
                Verdict = verdictAt exponents gamma
            }

        let half = Rational.ofRatio 1 2
        let first, last = List.head roots, List.last roots

        [
            regime None (Some first) (first - Rational.one)

            for root, next in List.pairwise roots do
                regime (Some root) (Some root) root
                regime (Some root) (Some next) (half * (root + next))

            regime (Some last) (Some last) last
            regime (Some last) None (last + Rational.one)
        ]

    /// Neighbours of one verdict become one regime.
    let private merge (regimes: Regime list) : Regime list =
        let append merged next =
            match merged with
            | last :: rest when last.Verdict = next.Verdict -> { last with To = next.To } :: rest
            | _ -> next :: merged

        regimes |> List.fold append [] |> List.rev

    let private tryObstruction (demand: Demand) : ScalingObstruction option =
        Polynomial.without Correlation demand.Value
        |> Polynomial.tryLeadingExponent
        |> Option.filter (Rational.isZero >> not)
        |> Option.map (fun exponent -> { Demand = demand; Exponent = exponent })

    /// <summary>Every gamma at which all demands stay finite while the correlation still counts.</summary>
    /// <remarks>
    /// Derived here. Each correlated term carries N^(a + b gamma). The verdict can change only where
    /// such an exponent vanishes, so the line of gamma is cut at those roots, and on each piece the
    /// largest exponent says which way it goes.
    /// </remarks>
    /// <returns>The regimes, or the demand that no gamma can mend.</returns>
    let solve (demands: Demand list) : Result<CorrelationScaling, ScalingObstruction> =
        match List.tryPick tryObstruction demands with
        | Some obstruction -> Error obstruction
        | None ->
            let exponents = correlatedExponents demands
            let roots = exponents |> List.choose Exponent.tryRoot |> List.distinct |> List.sort

            let regimes =
                if List.isEmpty roots then
                    []
                else
                    merge (regimesBetween exponents roots)

            let isPoint regime =
                regime.Verdict = SelfConsistent && regime.From = regime.To

            Ok
                {
                    Demands = demands
                    Exponents = regimes |> List.filter isPoint |> List.choose (fun r -> r.From)
                    Regimes = regimes
                }

    /// What must stay finite, and not vanish, for the layers to have a map: E Delta_ii, E u_i^2 and
    /// N E Delta_ij^2.
    let demands (moments: LayerMoments) : Demand list =
        let demand name (expansion: AsymptoticExpansion) =
            {
                Name = name
                Value = AsymptoticExpansion.dropOrderTerm expansion
            }

        [
            demand "E Delta_ii" moments.Variance
            demand "E u_i^2" moments.FieldVariance
            demand "N E Delta_ij^2" moments.SquaredCovariance
        ]
