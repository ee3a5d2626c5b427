// A judge of Tekton's own words: which of the documents on standard input its admission would refuse.
//
// In comes a list of documents, out goes a list of faults, none for what is well.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"

	v1 "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"knative.dev/pkg/apis"
)

type checked interface {
	SetDefaults(context.Context)
	Validate(context.Context) *apis.FieldError
}

func fault(document json.RawMessage) string {
	var kind struct{ Kind string }
	if err := json.Unmarshal(document, &kind); err != nil {
		return err.Error()
	}
	var one checked
	switch kind.Kind {
	case "Task":
		one = &v1.Task{}
	case "Pipeline":
		one = &v1.Pipeline{}
	case "PipelineRun":
		one = &v1.PipelineRun{}
	default:
		return "nobody knows this kind"
	}
	reader := json.NewDecoder(bytes.NewReader(document))
	reader.DisallowUnknownFields()
	if err := reader.Decode(one); err != nil {
		return err.Error()
	}
	ctx := apis.WithinCreate(context.Background())
	one.SetDefaults(ctx)
	if err := one.Validate(ctx); err != nil {
		return err.Error()
	}
	return ""
}

func main() {
	var documents []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&documents); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	faults := make([]string, 0, len(documents))
	for _, one := range documents {
		faults = append(faults, fault(one))
	}
	if err := json.NewEncoder(os.Stdout).Encode(faults); err != nil {
		os.Exit(2)
	}
}
