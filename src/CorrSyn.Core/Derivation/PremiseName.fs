namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic

/// <summary>A premise in the words of the command line and of its JSON; what is None was not said.</summary>
type PremiseName =
    {
        /// One of the four ensembles: the short form for a distribution and two structures.
        Weights: string option
        /// gaussian, binary or symmetric.
        Distribution: string option
        /// The structure of R, one of <c>CorrelationStructure.forms</c>.
        Postsynaptic: string option
        /// The structure of S, one of <c>CorrelationStructure.forms</c>.
        Presynaptic: string option
        /// fixed for equal widths, varying for widths in a ratio c.
        WidthRatio: string option
        /// any or odd.
        Activation: string option
    }

/// Between premises and their names.
[<RequireQualifiedAccess>]
module PremiseName =

    /// Nothing said.
    let empty: PremiseName =
        {
            Weights = None
            Distribution = None
            Postsynaptic = None
            Presynaptic = None
            WidthRatio = None
            Activation = None
        }

    let private distributions =
        [
            "gaussian", GaussianWeights
            "binary", BinaryWeights
            "symmetric", SymmetricWeights
        ]

    let private widths = [ "fixed", EqualWidths; "varying", VaryingWidths ]

    let private activations = [ "any", AnyActivation; "odd", OddActivation ]

    /// The names of the distributions.
    let distributionNames: string list = List.map fst distributions

    /// What may be said of the ratio of widths.
    let widthRatioNames: string list = List.map fst widths

    /// What may be said of phi.
    let activationNames: string list = List.map fst activations

    let private nameIn (table: (string * 'value) list) (value: 'value) : string =
        table |> List.find (snd >> (=) value) |> fst

    let private chosen parameter (table: (string * 'value) list) whenLeftOut (text: string option) =
        match text with
        | None -> Ok whenLeftOut
        | Some name ->
            match table |> List.tryFind (fst >> (=) name) with
            | Some(_, value) -> Ok value
            | None ->
                let allowed = table |> List.map fst |> String.concat ", "
                Error(ParameterError.create parameter allowed (box name))

    let private structure parameter whenLeftOut (text: string option) =
        match text with
        | None -> Ok whenLeftOut
        | Some name -> CorrelationStructure.tryOfName parameter name

    /// The name of the ensemble that a premise stands for, if it is one of the four.
    let private tryEnsemble (premise: Premise) : string option =
        let identity, uniform = CorrelationStructure.Identity, CorrelationStructure.Uniform

        match premise.Weights, Premise.postsynaptic premise, Premise.presynaptic premise with
        | (HaarMatrix | HaarColumns), _, _ -> Some "orthogonal"
        | Columns(GaussianWeights, _), post, pre when (post, pre) = (identity, identity) ->
            Some "independent"
        | Columns(GaussianWeights, _), post, pre when (post, pre) = (uniform, identity) ->
            Some "gaussian"
        | Columns(BinaryWeights, _), post, pre when (post, pre) = (uniform, identity) ->
            Some "binary"
        | Columns((GaussianWeights | BinaryWeights | SymmetricWeights), _), _, _ -> None

    /// <summary>Every name of a premise. No distribution for a Haar matrix, and no ensemble where it is none
    /// of the four.</summary>
    let ofPremise (premise: Premise) : PremiseName =
        let distribution =
            match premise.Weights with
            | Columns(distribution, _) -> Some(nameIn distributions distribution)
            | HaarMatrix
            | HaarColumns -> None

        {
            Weights = tryEnsemble premise
            Distribution = distribution
            Postsynaptic = Some(CorrelationStructure.name (Premise.postsynaptic premise))
            Presynaptic = Some(CorrelationStructure.name (Premise.presynaptic premise))
            WidthRatio = Some(nameIn widths premise.Widths)
            Activation = Some(nameIn activations premise.Activation)
        }

    /// The weights as an ensemble names them.
    let private ofEnsembleName (text: string) : Result<Premise, ParameterError> =
        SynapseEnsemble.tryOfName 0.0 None text |> Result.map Premise.ofEnsemble

    /// An error where something was said that the ensemble says otherwise.
    let private agrees (ensemble: Premise) (name: PremiseName) : Result<Premise, ParameterError> =
        let own = ofPremise ensemble

        [
            "distribution", name.Distribution, own.Distribution
            "postsynaptic", name.Postsynaptic, own.Postsynaptic
            "presynaptic", name.Presynaptic, own.Presynaptic
        ]
        |> List.tryPick (fun (parameter, given, meant) ->
            match given with
            | Some text when given <> meant ->
                let allowed =
                    match meant with
                    | Some other -> $"{other}, or nothing,"
                    | None -> "nothing"

                let weights = Option.defaultValue "" name.Weights

                Some(
                    ParameterError.create parameter $"{allowed} with weights {weights}" (box text)
                )
            | Some _
            | None -> None
        )
        |> Option.map Error
        |> Option.defaultValue (Ok ensemble)

    let private weights (name: PremiseName) : Result<Premise, ParameterError> =
        match name.Weights with
        | Some ensemble ->
            ofEnsembleName ensemble |> Result.bind (fun premise -> agrees premise name)
        | None ->
            chosen "distribution" distributions GaussianWeights name.Distribution
            |> Result.bind (fun distribution ->
                structure "postsynaptic" CorrelationStructure.Uniform name.Postsynaptic
                |> Result.bind (fun postsynaptic ->
                    structure "presynaptic" CorrelationStructure.Identity name.Presynaptic
                    |> Result.map (fun presynaptic ->
                        Premise.create (Columns(distribution, true))
                        |> Premise.withStructures postsynaptic presynaptic
                    )
                )
            )

    /// <summary>The premise that is named.</summary>
    /// <remarks>What is left out: gaussian weights with R uniform and S the unit matrix, equal widths, any
    /// phi. The short form <c>Weights</c> may stand together with what it means, not with anything else.</remarks>
    let tryToPremise (name: PremiseName) : Result<Premise, ParameterError> =
        weights name
        |> Result.bind (fun premise ->
            chosen "widthRatio" widths EqualWidths name.WidthRatio
            |> Result.bind (fun widths ->
                chosen "activation" activations AnyActivation name.Activation
                |> Result.map (fun activation ->
                    { premise with
                        Widths = widths
                        Activation = activation
                    }
                )
            )
        )
        |> Result.bind Premise.validate
