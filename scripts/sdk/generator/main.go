// Writes the SDK of a schema: generator <language> <schema.json> <folder>.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-cognite-iam"

type files = map[string][]byte

var generators = map[string]func(*schema.Package) (files, error){
	"python": func(p *schema.Package) (files, error) { return python.GeneratePackage(tool, p, nil, nil) },
	"nodejs": func(p *schema.Package) (files, error) { return nodejs.GeneratePackage(tool, p, nil, nil, false, nil) },
	"go":     func(p *schema.Package) (files, error) { return golang.GeneratePackage(tool, p, nil) },
	"dotnet": func(p *schema.Package) (files, error) { return dotnet.GeneratePackage(tool, p, nil, nil) },
}

func main() {
	http.DefaultTransport = offline{}
	if err := generate(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(language, file, folder string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return err
	}
	pkg, problems, err := schema.BindSpec(spec, nil, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if len(problems) > 0 { // warnings, too
		return problems
	}
	written, err := generators[language](pkg)
	if err != nil {
		return err
	}
	for name, content := range written {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// offline answers the one download of the generators, the picture of .NET packages, with an empty one.
type offline struct{}

func (offline) RoundTrip(*http.Request) (*http.Response, error) {
	var picture bytes.Buffer
	err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 64)))
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(&picture)}, err
}
