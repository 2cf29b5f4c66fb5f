namespace CorrSyn.Derivation.Maps

open CorrSyn.Symbolic

/// <summary>
/// A second route to <see cref="T:CorrSyn.Derivation.ReplicaExpansion"/>: for phi a polynomial, averages of phi over
/// Gaussians are polynomials in means and covariances, and can be expanded without Price's theorem.
/// </summary>
[<RequireQualifiedAccess>]
module ReplicaMoments =

    /// The highest power of x = N^(-1/4) that is compared.
    let private highest = 3

    /// A series in x; higher powers are dropped.
    type private Series = Rational list

    let private series (coefficients: Rational list) : Series =
        List.init
            (highest + 1)
            (fun i -> coefficients |> List.tryItem i |> Option.defaultValue Rational.zero)

    let private constant value : Series = series [ value ]

    let private add (a: Series) (b: Series) : Series = List.map2 (+) a b

    let private multiply (a: Series) (b: Series) : Series =
        [
            for order in 0..highest do
                Seq.init (order + 1) (fun i -> a[i] * b[order - i])
                |> Seq.fold (+) Rational.zero
        ]

    let private scale factor (a: Series) : Series = a |> List.map ((*) factor)

    /// The covariances of two inputs and their deviations, all rational.
    type private Case =
        {
            Gain: Rational
            /// Var z and Cov(z, z') of typical inputs.
            Variance: Rational
            Covariance: Rational
            /// The value of each deviation.
            Deviation: InputDeviation -> Rational
        }

    /// E z_0^a z_1^b for all powers up to the given ones, by Stein's lemma, as series.
    let private moments (mean: Series list) (covariance: int -> int -> Series) highestA highestB =
        let table = Array2D.create (highestA + 1) (highestB + 1) (constant Rational.one)

        let at a b =
            if a < 0 || b < 0 then
                constant Rational.zero
            else
                table[a, b]

        // One factor z of an input: its mean, and what it contracts with.
        let reduced drift ownCount own crossCount cross =
            let contracted count covariance moment =
                if count = 0 then
                    constant Rational.zero
                else
                    multiply covariance moment |> scale (Rational.ofInt count)

            add
                drift
                (add
                    (contracted ownCount (fst own) (snd own))
                    (contracted crossCount (fst cross) (snd cross)))

        for b in 0..highestB do
            for a in 0..highestA do
                if a > 0 then
                    table[a, b] <-
                        reduced
                            (multiply mean[0] (at (a - 1) b))
                            (a - 1)
                            (covariance 0 0, at (a - 2) b)
                            b
                            (covariance 0 1, at (a - 1) (b - 1))
                elif b > 0 then
                    table[a, b] <-
                        reduced
                            (multiply mean[1] (at 0 (b - 1)))
                            (b - 1)
                            (covariance 1 1, at 0 (b - 2))
                            0
                            (covariance 0 1, at 0 0)

        table

    /// A polynomial by its coefficients, the constant first.
    type private Activation = Rational list

    let private square (phi: Activation) : Activation =
        [
            for power in 0 .. 2 * (phi.Length - 1) do
                seq {
                    for i in 0 .. phi.Length - 1 do
                        if power - i >= 0 && power - i < phi.Length then
                            phi[i] * phi[power - i]
                }
                |> Seq.fold (+) Rational.zero
        ]

    let private differentiate (phi: Activation) : Activation =
        match phi with
        | []
        | [ _ ] -> [ Rational.zero ]
        | _ :: rest -> rest |> List.mapi (fun i c -> Rational.ofInt (i + 1) * c)

    let private responseOf (phi: Activation) response =
        match response with
        | Activity
        | AveragedActivity -> phi
        | SquareOfActivity -> square phi

    /// The average of f(z_0) h(z_1) for two polynomials.
    let private average (moments: Series[,]) (f: Activation) (h: Activation) : Series =
        [
            for a in 0 .. f.Length - 1 do
                for b in 0 .. h.Length - 1 do
                    scale (f[a] * h[b]) moments[a, b]
        ]
        |> List.fold add (constant Rational.zero)

    /// The response of the missing second input: the constant 1.
    let private nothing: Activation = [ Rational.one ]

    let private functions phi responses =
        match responses |> List.map (responseOf phi) with
        | [ single ] -> single, nothing
        | [ first; second ] -> first, second
        | _ -> invalidOp "One or two inputs."

    let private isFollowed response =
        match response with
        | Activity
        | SquareOfActivity -> true
        | AveragedActivity -> false

    /// The exact average with all deviations put into means and covariances.
    let private direct (case: Case) phi (responses: InputResponse list) : Series =
        let followed a =
            a < responses.Length && isFollowed responses[a]

        let deviation kind a =
            if followed a then
                case.Deviation(Collective(kind, a))
            else
                Rational.zero

        let mean =
            [ 0; 1 ]
            |> List.map (fun a -> series [ Rational.zero; deviation SharedDrive a ])

        let covariance a b =
            if a = b then
                series [ case.Variance; case.Gain * deviation SquaredActivity a ]
            else
                let overlap =
                    if followed 0 && followed 1 then
                        case.Deviation(Overlap(0, 1))
                    else
                        Rational.zero

                series
                    [
                        case.Covariance
                        case.Gain * (deviation MeanOverlap 0 + deviation MeanOverlap 1)
                        case.Gain * overlap
                    ]

        let f, h = functions phi responses
        average (moments mean covariance (f.Length - 1) (h.Length - 1)) f h

    /// The same by the expansion, its field averages taken as Gaussian moments of derivatives.
    let private byExpansion (case: Case) phi (responses: InputResponse list) : Series =
        let typical a b =
            constant (if a = b then case.Variance else case.Covariance)

        let atRest =
            let f, h = functions phi responses
            let centred = [ constant Rational.zero; constant Rational.zero ]
            moments centred typical (f.Length - 1) (h.Length - 1)

        let term (term: ReplicaTerm) =
            let derived =
                List.map2
                    (fun response order ->
                        Seq.init order ignore
                        |> Seq.fold (fun f _ -> differentiate f) (responseOf phi response)
                    )
                    responses
                    term.Derivatives

            let f, h =
                match derived with
                | [ single ] -> single, nothing
                | [ first; second ] -> first, second
                | _ -> invalidOp "One or two inputs."

            let coefficient = Polynomial.evaluate 1 (fun _ -> case.Gain) term.Coefficient

            let order =
                term.Deviations
                |> List.sumBy (fun deviation ->
                    match deviation with
                    | Collective _ -> 1
                    | Overlap _ -> 2
                )

            let value =
                term.Deviations
                |> List.fold (fun product d -> product * case.Deviation d) coefficient

            let size = List.head (average atRest f h)
            List.init (highest + 1) (fun i -> if i = order then value * size else Rational.zero)

        ReplicaExpansion.expandTo highest responses
        |> List.map term
        |> List.fold add (constant Rational.zero)

    let private cases: Case list =
        let deviation (values: Rational list) (d: InputDeviation) =
            match d with
            | Collective(SharedDrive, a) -> values[a]
            | Collective(MeanOverlap, a) -> values[2 + a]
            | Collective(SquaredActivity, a) -> values[4 + a]
            | Overlap _ -> values[6]

        let ratio = Rational.ofRatio

        [
            {
                Gain = ratio 4 5
                Variance = ratio 7 3
                Covariance = ratio 1 2
                Deviation =
                    deviation
                        [
                            ratio 1 3
                            ratio -2 5
                            ratio 3 7
                            ratio 1 2
                            ratio -5 4
                            ratio 2 9
                            ratio 5 6
                        ]
            }
            {
                Gain = ratio 3 2
                Variance = ratio 5 4
                Covariance = ratio -1 3
                Deviation =
                    deviation
                        [
                            ratio -3 2
                            ratio 1 7
                            ratio -2 3
                            ratio 4 5
                            ratio 1 6
                            ratio -7 3
                            ratio -1 8
                        ]
            }
        ]

    /// How many covariances are tried.
    let caseCount = cases.Length

    /// <summary>Whether both routes agree for phi = z, z^2, z^3 and z + z^2, for one and for two inputs.</summary>
    let agree () : bool =
        let zero, one = Rational.zero, Rational.one

        let activations =
            [
                [ zero; one ]
                [ zero; zero; one ]
                [ zero; zero; zero; one ]
                [ zero; one; one ]
            ]

        let observables =
            [ [ Activity; Activity ]; [ AveragedActivity; Activity ]; [ SquareOfActivity ] ]

        List.allPairs cases (List.allPairs activations observables)
        |> List.forall (fun (case, (phi, responses)) ->
            direct case phi responses = byExpansion case phi responses
        )
