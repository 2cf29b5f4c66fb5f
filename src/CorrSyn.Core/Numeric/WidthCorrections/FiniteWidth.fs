namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>The corrections of order 1/N of one layer: each is times 1/N, with N of the input.</summary>
/// <remarks>D/N has three parts: that of the averages of K1 and N Sigma, with those that Delta_ii makes named, and that of
/// Jensen's inequality.</remarks>
type NextCorrection =
    {
        K1: float
        K2: float
        Q: float
        NSigma: float
        /// The part of N Sigma that Var Delta_ii over neurons makes, of this layer and those below; None where it is not
        /// known apart from the rest: for weights that are not Gaussian, and where widths differ.
        NSigmaOfVariance: float option
        /// The part that Cov(Delta_ii, Delta_ij^2) makes; None where it is not known apart from the rest.
        NSigmaOfCorrelation: float option
        /// K1^2 / (K2 + (N-1) Sigma) of the averages.
        DimensionOfAverages: float
        /// The average of D/N less that of the averages: Jensen's inequality.
        DimensionOfJensen: float
        /// N times the variance over networks of K2 + N Sigma.
        SquareVariance: float
        /// N times the variance over networks of D/N.
        DimensionVariance: float
    }

/// <summary>Corrections of order 1/N for odd activations, or r = 0.</summary>
[<RequireQualifiedAccess>]
module FiniteWidth =

    let private isGaussian (layer: NetworkLayer) =
        match layer.Synapses with
        | SynapseEnsemble.Gaussian _
        | SynapseEnsemble.Independent -> true
        | SynapseEnsemble.Binary _
        | SynapseEnsemble.Orthogonal -> false

    /// The parts that one layer adds, as polynomials.
    let private sources premise =
        let gamma = Rational.ofRatio 1 2

        [
            NextOrderParts.ofVariance premise gamma
            NextOrderParts.ofCorrelation premise gamma
        ]

    let private passedOn = Polynomial.pow 2 CollectiveFluctuations.overlapCoupling

    let private evaluateSources settings premise (layer: NetworkLayer) (below: LayerState) cube =
        let valueOf quantity =
            if quantity = FiniteCubedCovariance then Some cube else None

        LayerEquations.evaluate settings 1.0 layer below valueOf (passedOn :: sources premise)

    /// The parts of N Sigma of every layer. Cov(Delta_ii, Delta_ij^2) is known to 1/N while tr C^3 is of order N.
    let private parts
        settings
        premise
        (spec: NetworkSpec)
        (states: LayerState list)
        (overlaps: LayerOverlaps list)
        =
        let isEven = LayerWidths.areEqual spec

        let next (layer: NetworkLayer) below belowOverlaps (ofVariance, ofCorrelation) =
            evaluateSources settings premise layer below belowOverlaps.Triangle[1]
            |> Result.map (fun values ->
                let known = Option.filter (fun _ -> isGaussian layer && isEven)
                let hasFiniteCube = belowOverlaps.Triangle[0] = 0.0

                known ofVariance |> Option.map (fun part -> values[0] * part + values[1]),
                known ofCorrelation
                |> Option.filter (fun _ -> hasFiniteCube)
                |> Option.map (fun part -> values[0] * part + values[2])
            )

        let rec run
            layers
            (states: LayerState list)
            (overlaps: LayerOverlaps list)
            parts
            collected
            =
            match layers, states, overlaps with
            | layer :: layers, below :: states, belowOverlaps :: overlaps ->
                next layer below belowOverlaps parts
                |> Result.bind (fun parts -> run layers states overlaps parts (parts :: collected))
            | _ -> Ok(List.rev collected)

        let start = Some 0.0, Some 0.0
        run spec.Layers states overlaps start [ start ]

    let private combine
        (state: LayerState)
        (overlaps: LayerOverlaps)
        (scatter: LayerScatter)
        (share: float)
        (ofVariance, ofCorrelation)
        (twoValued: TwoValuedCorrection)
        =
        let total = overlaps.Square[0]
        let first = overlaps.Square[1] / total
        let second = (overlaps.Square[2] + twoValued.K2 + twoValued.NSigma) / total
        let ofMean = (overlaps.K1 + twoValued.K1) / state.K1
        let covariance = scatter.Covariance |> Array2D.map (fun value -> value / share)
        let square = NetworkFluctuations.square
        let k1 = state.K1

        let ofK1 = covariance[0, 0] / (k1 * k1)
        let ofSquare = covariance[square, square] / (total * total)
        let ofBoth = covariance[square, 0] / (k1 * total)

        {
            K1 = overlaps.K1 + twoValued.K1
            K2 = overlaps.K2[2] + twoValued.K2
            Q = overlaps.Q + twoValued.Q
            NSigma = overlaps.NSigma[2] + twoValued.NSigma
            NSigmaOfVariance = ofVariance
            NSigmaOfCorrelation = ofCorrelation
            DimensionOfAverages = state.Dimension * (2.0 * ofMean + first * first - second)
            DimensionOfJensen = state.Dimension * (ofK1 + ofSquare - 2.0 * ofBoth)
            SquareVariance = covariance[square, square]
            DimensionVariance =
                state.Dimension * state.Dimension * (4.0 * ofK1 + ofSquare - 4.0 * ofBoth)
        }

    /// <summary>How far N Sigma of the recursion may be from that of the map: both are the same number.</summary>
    let private cancellationLimit = 1e-6

    /// <summary>The corrections of order 1/N of the input and of every layer.</summary>
    /// <param name="settings">The accuracy of the averages over neurons and inputs.</param>
    /// <param name="premise">Gaussian weights, for the named parts.</param>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    /// <param name="spec">The network; phi is smooth, and odd or r = 0.</param>
    /// <param name="states">The limit of infinite width, from the map of four order parameters.</param>
    /// <returns>One for each state. Averages are differences that lose accuracy where K1 is small beside Q; where N Sigma
    /// of infinite width comes out wrong by a relative 1e-6, that is an error.</returns>
    /// <remarks>Section 9 of docs/theory; dimensionless, in plain units.</remarks>
    let evaluate
        (settings: AverageSettings)
        (premise: Premise)
        (sharedVariance: Polynomial)
        (spec: NetworkSpec)
        (states: LayerState list)
        : Result<NextCorrection list, SolveError> =
        LayerOverlaps.evaluate settings spec states
        |> Result.bind (fun overlaps ->
            let lost =
                List.zip states overlaps
                |> List.tryFind (fun (state, overlaps) ->
                    let miss = Math.Abs(overlaps.NSigma[0] - state.NSigma)
                    not (miss <= cancellationLimit * state.NSigma)
                )

            match lost with
            | Some(state, _) -> Error(Cancelled(state.Layer, "the correction of order 1/N"))
            | None ->
                NetworkScatter.evaluate settings sharedVariance spec states
                |> Result.bind (fun scatter ->
                    let isBinary =
                        spec.Layers |> List.exists (fun layer -> layer.Synapses.IsBinary)

                    (if isBinary then
                         TwoValuedWeights.evaluate settings spec states scatter
                     else
                         Ok(states |> List.map (fun _ -> TwoValuedWeights.none)))
                    |> Result.bind (fun twoValued ->
                        parts settings premise spec states overlaps
                        |> Result.map (fun parts ->
                            List.zip3
                                (List.zip states overlaps)
                                (LayerWidths.shares spec)
                                (List.zip3 scatter parts twoValued)
                            |> List.map
                                (fun ((state, overlaps), share, (scatter, parts, twoValued)) ->
                                    combine state overlaps scatter share parts twoValued
                                )
                        )
                    )
                )
        )
