namespace CorrSyn.Derivation.Maps

open CorrSyn.Symbolic

/// <summary>
/// How deviations of one input from the typical one travel through a layer, for any activation: the
/// shared drive moves all neurons together, the squared activity all variances, the overlap with the
/// mean all covariances with it.
/// </summary>
/// <remarks>
/// Derived here. Let X = (p, w) be the collective variables of a layer and Y = (S, p, w). Over inputs
/// sqrt(N) Cov(Y) = Gamma, with Gamma_SS = sqrt(N) E Delta_ij, Gamma_ab = M_ab and no covariance between
/// S and the others at leading order. With tr C^2 = sum over (h^1-h^2).(h^3-h^4) squared, everything
/// that one layer needs of the layer below are the overlaps of four inputs, so
/// K1, K2, Q, N Sigma, M and V are enough: nothing else enters <c>ReplicaExpansion</c>.
/// </remarks>
[<RequireQualifiedAccess>]
module CollectiveFluctuations =

    /// What one layer passes on: p and w.
    let variables: CollectiveVariable list = [ MeanOverlap; SquaredActivity ]

    /// What moves the neurons of the layer above: S, p and w.
    let drives: CollectiveVariable list = SharedDrive :: variables

    /// Each unordered pair once.
    let pairs (items: CollectiveVariable list) =
        [
            for a in items do
                for b in items do
                    if a <= b then
                        a, b
        ]

    let private twoInputs = [ Activity; Activity ]

    let private sumWhere (responses: InputResponse list) (terms: ReplicaTerm list) deviations =
        terms
        |> Seq.filter (fun term -> term.Deviations = List.sort deviations)
        |> Seq.map (ReplicaExpansion.value responses)
        |> Polynomial.sum

    /// What one neuron does with two inputs, in which each collective variable may deviate. Expanded once.
    let private ofTwoInputs = sumWhere twoInputs (ReplicaExpansion.connected twoInputs)

    /// p' = m'.h'/N is the average over neurons of phi(z) times its average over inputs; the second input deviates.
    let private ofOverlap =
        let responses = [ AveragedActivity; Activity ]
        let coefficient = sumWhere responses (ReplicaExpansion.expand responses)
        fun drive -> coefficient [ Collective(drive, 1) ]

    /// w' is that of phi(z)^2.
    let private ofSquare =
        let responses = [ SquareOfActivity ]
        let coefficient = sumWhere responses (ReplicaExpansion.expand responses)
        fun drive -> coefficient [ Collective(drive, 0) ]

    let private responses =
        [
            for b in drives do
                (MeanOverlap, b), ofOverlap b
                (SquaredActivity, b), ofSquare b
        ]
        |> Map.ofList

    let private couplings =
        [
            for a in drives do
                for b in drives do
                    (a, b), ofTwoInputs [ Collective(a, 0); Collective(b, 1) ]
        ]
        |> Map.ofList

    /// <summary>L_ab: what a deviation of b does to a in the layer above; 0 where nothing.</summary>
    /// <param name="a">p or w; the shared drive is drawn anew in every layer.</param>
    /// <param name="b">S, p or w.</param>
    let response (a: CollectiveVariable) (b: CollectiveVariable) : Polynomial = responses[a, b]

    /// H_ab: the coefficient of a in one input times b in another, in the average over neurons of the
    /// product of their activities.
    let coupling (a: CollectiveVariable) (b: CollectiveVariable) : Polynomial = couplings[a, b]

    /// The coefficient of the overlap o of two inputs in that average.
    let overlapCoupling: Polynomial = ofTwoInputs [ Overlap(0, 1) ]

    /// The same average without what it is when inputs are alike, term by term.
    let connectedAverage () : (ReplicaTerm * Polynomial) list =
        ReplicaExpansion.connected twoInputs
        |> List.map (fun term -> term, ReplicaExpansion.value twoInputs term)

    let private quantityUnlessZero (value: Polynomial) quantity =
        if Polynomial.isZero value then
            Polynomial.zero
        else
            Polynomial.quantity quantity

    /// L_ab as a symbol, 0 where it vanishes.
    let private responseSymbol a b =
        quantityUnlessZero (response a b) (CollectiveResponse(a, b))

    let private couplingSymbol a b =
        quantityUnlessZero (coupling a b) (Quantity.inputCoupling a b)

    /// Gamma_ab for the shared variance sqrt(N) E Delta_ij.
    let private driveCovariance (sharedVariance: Polynomial) a b =
        match a, b with
        | SharedDrive, SharedDrive -> sharedVariance
        | SharedDrive, (MeanOverlap | SquaredActivity)
        | (MeanOverlap | SquaredActivity), SharedDrive -> Polynomial.zero
        | (MeanOverlap | SquaredActivity), (MeanOverlap | SquaredActivity) ->
            Polynomial.quantity (Quantity.collectiveCovariance a b)

    /// G_ab = sum over c of L_ac Gamma_cb.
    let private transfer sharedVariance a b =
        drives
        |> Seq.map (fun c -> responseSymbol a c * driveCovariance sharedVariance c b)
        |> Polynomial.sum

    let private transferSymbol sharedVariance a b =
        quantityUnlessZero (transfer sharedVariance a b) (CollectiveTransfer(a, b))

    /// <summary>The coefficients L, H and G, each with what it is; those that vanish are left out.</summary>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    let definitions (sharedVariance: Polynomial) : (Quantity * Polynomial) list =
        [
            for a in variables do
                for b in drives do
                    CollectiveResponse(a, b), response a b

            for a, b in pairs drives do
                Quantity.inputCoupling a b, coupling a b

            for a in variables do
                for b in drives do
                    CollectiveTransfer(a, b), transfer sharedVariance a b
        ]
        |> List.filter (snd >> Polynomial.isZero >> not)

    let private sumOver (items: 'item list) (term: 'item -> Polynomial) =
        items |> Seq.map term |> Polynomial.sum

    /// M'_ab = sum over c of G_ac L_bc.
    let private nextCovariance sharedVariance a b =
        sumOver drives (fun c -> transferSymbol sharedVariance a c * responseSymbol b c)

    /// V'_ab = g <kappa^2> (J V J^T)_ab + (G H G^T)_ab, J the part of L without S.
    let private nextProjection sharedVariance a b =
        let carried =
            sumOver
                variables
                (fun c ->
                    sumOver
                        variables
                        (fun d ->
                            responseSymbol a c
                            * Polynomial.quantity (Quantity.collectiveProjection c d)
                            * responseSymbol b d
                        )
                )

        let made =
            sumOver
                drives
                (fun c ->
                    sumOver
                        drives
                        (fun d ->
                            transferSymbol sharedVariance a c
                            * couplingSymbol c d
                            * transferSymbol sharedVariance b d
                        )
                )

        overlapCoupling * carried + made

    /// <summary>What the collective variables add to N Sigma' beyond Price's first term.</summary>
    /// <remarks>2 g &lt;kappa^2&gt; tr(H V) + tr(H Gamma H Gamma), the part of S alone taken out: Price's first
    /// term, N E Delta_ij^2, holds it.</remarks>
    let excess (sharedVariance: Polynomial) : Polynomial =
        let gamma = driveCovariance sharedVariance

        let withProjections =
            sumOver
                variables
                (fun a ->
                    sumOver
                        variables
                        (fun b ->
                            couplingSymbol a b
                            * Polynomial.quantity (Quantity.collectiveProjection a b)
                        )
                )

        let isDriveAlone path = List.forall ((=) SharedDrive) path

        let paths =
            [
                for a in drives do
                    for b in drives do
                        for c in drives do
                            for d in drives do
                                if not (isDriveAlone [ a; b; c; d ]) then
                                    couplingSymbol a b * gamma b c * couplingSymbol c d * gamma d a
            ]

        Polynomial.scale (Rational.ofInt 2) (overlapCoupling * withProjections)
        + Polynomial.sum paths

    /// <summary>M and V one layer up.</summary>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    let next (sharedVariance: Polynomial) : (Quantity * Polynomial) list =
        [
            for a, b in pairs variables do
                CollectiveCovariance(a, b), nextCovariance sharedVariance a b

            for a, b in pairs variables do
                CollectiveProjection(a, b), nextProjection sharedVariance a b
        ]

    /// M and V.
    let quantities: Quantity list =
        [
            for a, b in pairs variables do
                CollectiveCovariance(a, b)

            for a, b in pairs variables do
                CollectiveProjection(a, b)
        ]
